import { UsageError } from '../../errors.js';
import type { HostFacts } from '../../host/index.js';
import type { ChunksizeSpec } from '../../scenario/index.js';
import type { Case } from './case.js';
import { allCores, type CoreSet, coreSet, virtualCores, withQuota } from './core-sets.js';
import { workersOn } from './counts.js';
import { caseId, hasSerialByChunk, isOneRun, PROMISES, SERIAL, startsPrograms } from './id.js';
import { mergeCases, sortCases } from './merge.js';
import { CONSUMED_CEILING, oneWorkerSettings } from './references.js';
import type { ChunkRule, SweepInput } from './sweep.js';

export interface SkippedCase {
  readonly case: Case;
  /** A sentence. */
  readonly reason: string;
}

export interface Expansion {
  /** Everything to measure, references included, each setting once. */
  readonly cases: Case[];
  readonly skipped: SkippedCase[];
}

/** A case that was asked for, and where it came from. */
interface Asked {
  readonly sweep: SweepInput;
  readonly cores: CoreSet;
  readonly case: Case;
  readonly problem?: string | undefined;
}

/**
 * Every combination of the sweeps' settings, resolved on this host; equal ones merged; plus the references that
 * their figures are ratios to: serial, one worker of the same engine, dispatch, chunksize and CPUs, and one worker
 * at `imapUnordered` and chunksize 1 where there is a ceiling. Throws UsageError for a value that makes no sense.
 */
export function expandCases(sweeps: readonly SweepInput[], host: HostFacts, rule: ChunkRule): Expansion {
  const asked = withVirtualCores(sweeps.flatMap((sweep) => askedOf(sweep, host, rule)));
  const possible = asked.filter((one) => one.problem === undefined);
  const references = possible.flatMap((one) => referencesOf(one, host));
  const cases = mergeCases([...possible.map((one) => one.case), ...references]);
  return { cases: sortCases(cases), skipped: skippedOf(asked) };
}

function skippedOf(asked: readonly Asked[]): SkippedCase[] {
  const reasons = new Map(asked.map((one) => [one.case.id, one.problem]));
  const cases = mergeCases(asked.filter((one) => one.problem !== undefined).map((one) => one.case));
  return cases.map((skipped) => ({ case: skipped, reason: reasons.get(skipped.id)! }));
}

function askedOf(sweep: SweepInput, host: HostFacts, rule: ChunkRule): Asked[] {
  const sets = sweep.cores
    .map((spec) => coreSet(spec, host))
    .flatMap((set) => sweep.cpuQuotas?.map((quota) => withQuota(set, quota, host)) ?? [set]);
  return sweep.engines.flatMap((engine) =>
    engine === SERIAL
      ? [serialAsked(sweep, host)]
      : engine === PROMISES
        ? parallelCases(sweep, engine, allCores(host), rule)
        : sets
            .flatMap((cores) => parallelCases(sweep, engine, cores, rule))
            .flatMap((one) => sweep.replicas?.map((replica) => replicaOf(one, replica)) ?? [one])
            .flatMap((one) => (sweep.cold ? [one, coldTwin(one)] : [one])),
  );
}

/** What `auto` comes to for promises at most. */
const MOST_AT_ONCE = 64;

/** For promises `auto` is as many at once as there are tasks, at most 64: a thread may wait for any number of them. */
function countsOf(sweep: SweepInput, engine: string, cores: CoreSet): number[] {
  const atOnce = Math.min(Math.max(1, sweep.tasks), MOST_AT_ONCE);
  const counts = sweep.workers.flatMap((spec) =>
    engine === PROMISES && String(spec).trim() === 'auto' ? [atOnce] : workersOn(spec, cores.counts),
  );
  return [...new Set(counts)];
}

/** One machine for all virtual cases and their serial one: of as many cores as the most workers have. */
function withVirtualCores(asked: readonly Asked[]): readonly Asked[] {
  const isVirtual = ({ sweep, case: { engine } }: Asked) => sweep.virtualEngines?.has(engine) ?? false;
  const virtual = asked.filter(isVirtual);
  if (virtual.length === 0) return asked;
  const most = Math.max(...virtual.map((one) => one.case.workers));
  return asked.map((one) => {
    if (!isVirtual(one) && one.case.engine !== SERIAL) return one;
    const cores = virtualCores(one.cores, most);
    const problem = one.problem ?? cores.problem;
    return { ...one, cores, case: { ...one.case, cores: cores.counts.cores }, problem };
  });
}

function serialAsked(sweep: SweepInput, host: HostFacts): Asked {
  const cores = allCores(host);
  const serial = serialCase(sweep, cores, 'asked');
  return { sweep, cores, case: serial, problem: sweep.problem?.(serial) };
}

function parallelCases(sweep: SweepInput, engine: string, cores: CoreSet, rule: ChunkRule): Asked[] {
  const counts = countsOf(sweep, engine, cores);
  return sweep.dispatches.flatMap((dispatch) =>
    sweep.chunksizes.flatMap((asked) =>
      counts.map((workers) => {
        const chunksize = resolveChunksize(asked, sweep, dispatch, workers, rule);
        const setting = { engine, dispatch, workers, chunksize, chunksizeAsked: [asked] };
        const problem = cores.problem ?? sweep.problem?.(setting) ?? whyNotOpenEnded(sweep, engine, dispatch);
        return { sweep, cores, case: makeCase(sweep, cores, setting, 'asked'), problem };
      }),
    ),
  );
}

function replicaOf({ sweep, cores, case: one, problem }: Asked, replica: string): Asked {
  return { sweep, cores, case: makeCase(sweep, cores, { ...one, replica }, 'asked'), problem };
}

/** The same case, with a cold start. */
function coldTwin({ sweep, cores, case: warm, problem }: Asked): Asked {
  const twin = makeCase(sweep, cores, { ...warm, cold: true }, 'asked');
  return { sweep, cores, case: twin, problem: problem ?? whyNotCold(sweep) };
}

function whyNotCold(sweep: SweepInput): string | undefined {
  if (!sweep.openEnded) return undefined;
  return `${sweep.scenario} runs until it is stopped: what its cold start costs depends only on how long you let it run.`;
}

function resolveChunksize(
  asked: ChunksizeSpec,
  sweep: SweepInput,
  dispatch: string,
  workers: number,
  rule: ChunkRule,
): number {
  if (asked !== 'auto' && (!Number.isSafeInteger(asked) || asked < 1))
    throw new UsageError(`"${asked}" is not a chunksize. Write auto, or a whole number, 1 or more.`);
  if (sweep.openEnded || isOneRun(sweep)) return 1;
  return rule.effective(
    dispatch,
    asked === 'auto' ? Math.max(1, rule.auto(dispatch, sweep.tasks, workers)) : asked,
  );
}

/** An open-ended task never lets its worker take another, so only one task a message means anything. */
function whyNotOpenEnded(sweep: SweepInput, engine: string, dispatch: string): string | undefined {
  if (!sweep.openEnded) return undefined;
  if (engine === PROMISES)
    return `${sweep.scenario} runs until it is stopped: one task would keep the others from the thread that promises share.`;
  if (dispatch === 'imapUnordered' || dispatch === 'apply') return undefined;
  return `${sweep.scenario} runs until it is stopped, one task per worker; ${dispatch} does not apply to it (imapUnordered and apply do).`;
}

function referencesOf({ sweep, cores, case: asked }: Asked, host: HostFacts): Case[] {
  if (asked.cold) return [];
  const oneWorker = oneWorkerSettings(asked, sweep.consumesOnly).map(({ dispatch, chunksize }) => {
    const { engine, replica } = asked;
    const setting = { engine, dispatch, workers: 1, chunksize, chunksizeAsked: [], replica };
    return makeCase(sweep, cores, setting, 'reference');
  });
  const isWhole = cores.confinedTo === null && cores.quota === undefined;
  const whole = isWhole ? cores : allCores(host);
  return [serialCase(sweep, whole, 'reference', asked), ...oneWorker];
}

/**
 * All tasks as one chunk, or for one call of `consume`: serial runs a worker's loop, without messages. Where each chunk
 * starts a program, in the chunks of the case that it is the reference `of`.
 */
function serialCase(
  sweep: SweepInput,
  cores: CoreSet,
  role: Case['role'],
  of?: Pick<Case, 'chunksize'>,
): Case {
  const byChunk = of !== undefined && hasSerialByChunk(sweep);
  const chunksize = byChunk ? of.chunksize : sweep.openEnded ? 1 : Math.max(1, sweep.tasks);
  const dispatch = sweep.consumesOnly ? CONSUMED_CEILING.dispatch : 'map';
  const setting = { engine: SERIAL, dispatch, workers: 1, chunksize, chunksizeAsked: [] };
  return makeCase(sweep, cores, setting, role);
}

function makeCase(
  sweep: SweepInput,
  { cpus, confinedTo, quota, counts }: CoreSet,
  {
    engine,
    dispatch,
    workers,
    chunksize,
    chunksizeAsked,
    cold,
    replica,
  }: Pick<Case, 'engine' | 'dispatch' | 'workers' | 'chunksize' | 'chunksizeAsked' | 'cold' | 'replica'>,
  role: Case['role'],
): Case {
  const { scenario, params, defaults = params, added, command } = sweep;
  const copy = {
    ...(replica === undefined ? {} : { replica }),
    ...(quota === undefined ? {} : { quota }),
  };
  const setting = {
    engine,
    dispatch,
    workers,
    chunksize,
    ...(cold && { cold }),
    ...copy,
    ...(command && { command }),
  };
  const id = caseId({ scenario, params, defaults, confinedTo, ...setting });
  const sameAs = serialTwin(sweep, { engine, workers, chunksize, cpus, replica, quota });
  const byItself = added && role === 'asked' ? { added } : {};
  return {
    ...{ id, scenario, params, ...setting, chunksizeAsked, cores: counts.cores, cpus, role },
    ...(sameAs !== undefined && { sameAs }),
    ...byItself,
  };
}

/** A command that is started for one worker as it is for serial: id of the serial case. */
function serialTwin(
  { scenario, params, defaults = params, command, hasSerialForm }: SweepInput,
  {
    engine,
    workers,
    chunksize,
    cpus,
    replica,
    quota,
  }: Pick<Case, 'engine' | 'workers' | 'chunksize' | 'cpus' | 'replica' | 'quota'>,
): string | undefined {
  const isSame = startsPrograms({ command }) && workers === 1 && cpus === null && !hasSerialForm;
  const isPlain = replica === undefined && quota === undefined;
  if (!isSame || engine === SERIAL || !isPlain) return undefined;
  const serial = { engine: SERIAL, dispatch: 'map', workers: 1, chunksize, command };
  return caseId({ scenario, params, defaults, confinedTo: null, ...serial });
}
