import {
  type Case,
  hasSerialByChunk,
  isOneRun,
  PROMISES,
  SERIAL,
  type Work,
  workKey,
} from '../../measure/cases/index.js';
import type { CommandKind } from '../../scenario/index.js';
import { counted, formatCores, formatCount, type Interval } from '../../stats/index.js';

const NOUNS: Record<string, string> = {
  threads: 'thread',
  processes: 'process',
  commands: 'process',
  persistent: 'persistent process',
  'self-parallel': 'worker',
};

/** `2 threads`, `1 process`, `4 workers of piscina`; of promises `12 at once on one thread`. */
export function nameWorkers({
  engine,
  workers,
  command,
}: Pick<Case, 'engine' | 'workers' | 'command'>): string {
  if (engine === PROMISES) return `${formatCount(workers)} at once on one thread`;
  if (command === 'copies') return `${formatCount(workers)} ${workers === 1 ? 'copy' : 'copies'}`;
  if (isOneRun({ command })) return counted(workers, 'worker');
  const noun = NOUNS[engine];
  return noun ? counted(workers, noun) : `${counted(workers, 'worker')} of ${engine}`;
}

type NamedSetting = Pick<
  Case,
  'engine' | 'dispatch' | 'workers' | 'chunksize' | 'cores' | 'cpus' | 'quota' | 'cold' | 'command'
>;

/**
 * `serial`; `2 threads with imapUnordered, chunksize 1`; with `, on 1 core` where it was confined, and `, within 0.5
 * CPUs` under a quota of its own.
 */
export function nameSetting(one: NamedSetting): string {
  if (one.engine === SERIAL)
    return hasSerialByChunk(one) ? `${SERIAL}, chunksize ${formatCount(one.chunksize)}` : SERIAL;
  if (one.command === 'copies') return `${nameWorkers(one)} at once${namePlace(one)}`;
  if (isOneRun(one)) return `${nameWorkers(one)}${namePlace(one)}`;
  if (one.command === 'chunks') return `${nameWorkers(one)} at a time, ${nameDispatch(one)}${namePlace(one)}`;
  const start = one.cold ? ', started cold' : '';
  return `${nameWorkers(one)} with ${nameDispatch(one)}${namePlace(one)}${start}`;
}

/** `, on 1 core`, `, within 0.5 CPUs`; nothing where all that is allowed may be used. */
export function namePlace({ cpus, cores, quota }: Pick<Case, 'cores' | 'cpus' | 'quota'>): string {
  // Under a quota `cores` is the quota where that is less.
  const confined = cpus === null ? '' : `, on ${nameCores(quota === undefined ? cores : cpus.length)}`;
  return quota === undefined ? confined : `${confined}, within ${nameQuota(quota)}`;
}

/** `1 CPU`, `0.5 CPUs`. */
export function nameQuota(quota: number): string {
  return `${formatCores(quota)} ${quota === 1 ? 'CPU' : 'CPUs'}`;
}

/**
 * `imapUnordered, chunksize 1`; `apply`, which has none; of programs `chunksize 1`, unless they are handed out in another
 * way than they are by themselves.
 */
export function nameDispatch({
  dispatch,
  chunksize,
  command,
}: Pick<Case, 'dispatch' | 'chunksize' | 'command'>): string {
  if (dispatch === 'apply') return dispatch;
  const size = `chunksize ${formatCount(chunksize)}`;
  return command === 'chunks' && dispatch === 'imapUnordered' ? size : `${dispatch}, ${size}`;
}

/** ` with imapUnordered, chunksize 1`; nothing for a program that has neither. */
export function withDispatch(one: Pick<Case, 'dispatch' | 'chunksize' | 'command'>): string {
  return isOneRun(one) ? '' : ` with ${nameDispatch(one)}`;
}

/** What a speedup is over: `serial`; of a command that is started for one worker as it is for several, that. */
export function nameBaseline({ command }: Pick<Case, 'command'>, hasSerialForm = false): string {
  if (command === undefined || hasSerialForm) return SERIAL;
  return BASELINES[command] ?? SERIAL;
}

const BASELINES: Partial<Record<CommandKind, string>> = {
  'self-parallel': '1 worker',
  chunks: 'one process at a time',
  copies: 'one copy at a time',
};

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

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Where a unit ends, what it is in ms, what it is rounded up to, in words and on the command line. */
const UNITS = [
  [10 * SECOND, SECOND, 1, 's', 's'],
  [90 * SECOND, SECOND, 10, 's', 's'],
  [2 * HOUR, MINUTE, 1, 'min', 'm'],
  [Number.POSITIVE_INFINITY, HOUR, 0.5, 'h', 'h'],
] as const;

/** A time as an estimate is told, rounded up: `40 s`, `4 min`, `2.5 h`. */
export function aboutTime(ms: number): string {
  const { amount, name } = roundedUp(ms);
  return `${amount} ${name}`;
}

/** The same as a duration on the command line: `40s`, `4m`, `2.5h`. */
export function durationOption(ms: number): string {
  const { amount, option } = roundedUp(ms);
  return `${amount}${option}`;
}

function roundedUp(ms: number) {
  const [, unit, step, name, option] = UNITS.find(([end]) => ms <= end)!;
  return { amount: Math.max(step, Math.ceil(ms / unit / step) * step), name, option };
}

/** An interval whose end is so many times its start says nothing that one would act on. */
const TOO_WIDE = 50;

export function isTooWide({ low, high }: Pick<Interval, 'low' | 'high'>): boolean {
  return high > TOO_WIDE * low;
}

/** The ends of an interval that decides nothing, no finer than it is wide: `0.4 to 4.6`, `0.88 to 1.20`. */
export function timesAsFast(interval: Pick<Interval, 'low' | 'high'>, between = ' to '): string {
  const { low, high } = interval;
  const digits = high - low < 1 ? 2 : 1;
  return `${low.toFixed(low < 0.1 ? 2 : digits)}${between}${high.toFixed(digits)}`;
}
