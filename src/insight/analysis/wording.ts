import { type Case, PROMISES, SERIAL } from '../../measure/cases/index.js';
import { counted, formatCores, formatCount } from '../../stats/index.js';
import { workKey } from './same-work.js';

type Work = Pick<Case, 'scenario' | 'params'>;

const NOUNS: Record<string, string> = { threads: 'thread', processes: 'process' };

/** `2 threads`, `1 process`, `4 workers of piscina`; of promises `12 at once on one thread`. */
export function nameWorkers({ engine, workers }: Pick<Case, 'engine' | 'workers'>): string {
  if (engine === PROMISES) return `${formatCount(workers)} at once on one thread`;
  const noun = NOUNS[engine];
  return noun ? counted(workers, noun) : `${counted(workers, 'worker')} of ${engine}`;
}

type NamedSetting = Pick<Case, 'engine' | 'dispatch' | 'workers' | 'chunksize' | 'cores' | 'cpus' | 'cold'>;

/** `serial`; `2 threads with imapUnordered, chunksize 1`; with `, on 1 core` where it was confined. */
export function nameSetting(one: NamedSetting): string {
  if (one.engine === SERIAL) return SERIAL;
  const confined = one.cpus === null ? '' : `, on ${nameCores(one.cores)}`;
  const start = one.cold ? ', started cold' : '';
  return `${nameWorkers(one)} with ${nameDispatch(one)}${confined}${start}`;
}

/** `imapUnordered, chunksize 1`; `apply`, which has none. */
export function nameDispatch({ dispatch, chunksize }: Pick<Case, 'dispatch' | 'chunksize'>): string {
  return dispatch === 'apply' ? dispatch : `${dispatch}, chunksize ${formatCount(chunksize)}`;
}

/** `1 core`, `2 cores`, `1.5 cores`. */
export function nameCores(cores: number): string {
  return `${formatCores(cores)} ${cores === 1 ? 'core' : 'cores'}`;
}

/** The scenario's name; with the parameters that tell it from others of that name: `cycles (tasks=24)`. */
export function nameWork(work: Work, all: readonly Work[]): string {
  const sameName = all.filter(({ scenario }) => scenario === work.scenario);
  const others = sameName.filter((other) => workKey(other) !== workKey(work));
  const telling = Object.entries(work.params).filter(([name, value]) =>
    others.some(({ params }) => params[name] !== value),
  );
  if (telling.length === 0) return work.scenario;
  return `${work.scenario} (${telling.map(([name, value]) => `${name}=${value}`).join(', ')})`;
}
