import { type Case, startsPrograms, type Work, workKey } from '../../measure/cases/index.js';
import { counted, median } from '../../stats/index.js';
import { isDispatch } from '../../workers/dispatch/index.js';
import { type Analysis, type Measurements, serialOf, workerTimeOf } from '../analysis/index.js';
import type { PoolCosts } from './costs.js';
import { dispatcherCosts } from './dispatcher-costs.js';
import { chunksizesOf, type MeasuredCase, measuredCase, roundsOf } from './measured-case.js';
import { separate, separateMessages } from './separate.js';

/** What of a record the costs are taken from. */
export interface CostBasis {
  /** Cases of this dispatch where there are enough of them; default: all dispatches but `consume` together. */
  dispatch?: string;
  /** Default: the most that cases of this work were measured on. */
  cores?: number;
  /** Cases that are left out, to be predicted. */
  without?: (one: Case) => boolean;
  /** Rounds that count; default: all. */
  inRound?: (round: number) => boolean;
  /** Instead of looking at all rounds of a case again: what came of it in the rounds that count. */
  measuredOf?: (one: Case) => MeasuredCase | undefined;
}

/** With fewer cases of a dispatch than this, its costs are taken from all dispatches. */
const ENOUGH_CASES = 4;
/** Less waiting in a task than this is noise. */
const LEAST_WAITING = 0.1;

/**
 * What a pool of this engine spends beside the tasks of this work. Costs of chunks and of tasks can be told apart
 * only where several chunksizes were measured; what had to be assumed stands in `basis.assumptions`. Undefined
 * where no warm case of it was measured beside serial, and for open-ended work, which has no chunks.
 */
export function poolCostsOf(
  analysis: Analysis,
  work: Work,
  engine: string,
  basis: CostBasis = {},
): PoolCosts | undefined {
  return costsOfCases(costCases(analysis, work, engine, basis), analysis.measurements);
}

/** The cases that costs are taken from. */
export function costCases(
  { cases, measurements }: Analysis,
  work: Work,
  engine: string,
  {
    dispatch,
    cores,
    without = () => false,
    inRound = () => true,
    measuredOf = (one) => measuredCase(one, measurements, inRound),
  }: CostBasis,
): MeasuredCase[] {
  const key = workKey(work);
  const usable = cases
    .filter(
      ({ status, case: one }) =>
        status === 'ok' &&
        one.engine === engine &&
        isDispatch(one.dispatch) &&
        !one.cold &&
        !startsPrograms(one),
    )
    .map((result) => result.case)
    // The model knows no throttling.
    .filter((one) => one.quota === undefined)
    .filter((one) => workKey(one) === key && !without(one));
  const most = cores ?? Math.max(...usable.map((one) => one.cores));
  const measured = usable
    .filter((one) => one.cores === most)
    .filter((one) => measurements.scenarioOf(one)?.openEnded === false)
    .flatMap((one) => measuredOf(one) ?? []);
  const own = measured.filter((one) => isSameWay(one.case.dispatch, dispatch));
  return own.length >= ENOUGH_CASES ? own : measured.filter((one) => isSameCode(one.case.dispatch, dispatch));
}

/** Consumers run another function of the scenario than all other dispatches do. */
function isSameCode(dispatch: string, asked: string | undefined): boolean {
  return (dispatch === 'consume') === (asked === 'consume');
}

/** Undefined where there are none. */
export function costsOfCases(
  measured: readonly MeasuredCase[],
  measurements: Measurements,
): PoolCosts | undefined {
  const [first] = measured;
  if (!first) return undefined;
  const slowdown = slowdownOf(measured);
  const dispatcher = dispatcherCosts(measured);
  const worker = workerCosts(measured, slowdown.perChunkMs);
  return {
    engine: first.case.engine,
    ...worker.costs,
    ...dispatcher.costs,
    startupMs: median(measured.map(({ startupMs }) => startupMs)),
    slowdown: slowdown.at,
    cpuShare: cpuShareOf(first.case, measurements),
    ...roomFor(first.case, measurements),
    basis: {
      cases: measured.map((one) => one.case.id),
      rounds: roundsOf(measured),
      otherLoad: median(measured.map(({ otherLoad }) => otherLoad)),
      assumptions: [...notSeparated(measured), ...slowdown.assumptions, ...dispatcher.assumptions],
    },
  };
}

/** `starmap` sends and receives as `map` does. */
function isSameWay(dispatch: string, asked: string | undefined): boolean {
  const plain = (name: string | undefined) => (name === 'starmap' ? 'map' : name);
  return plain(dispatch) === plain(asked);
}

function notSeparated(measured: readonly MeasuredCase[]): string[] {
  if (chunksizesOf(measured) > 1) return [];
  return [
    'one chunksize was measured: what a task costs beside its own time is counted as cost of its chunk, so larger chunks look cheaper than they may be',
  ];
}

/** Virtual workers have a core each, whatever the machine has, and no chunk in reserve. */
function roomFor(
  { engine, cores }: Case,
  { isVirtual }: Measurements,
): Pick<PoolCosts, 'cores' | 'chunksAWorker'> {
  return isVirtual(engine) ? { cores: Number.POSITIVE_INFINITY, chunksAWorker: 1 } : { cores };
}

/** Of serial's time; tasks that wait for something else leave the CPU to others meanwhile. */
function cpuShareOf(one: Case, { cases, observations }: Measurements): number {
  const shares = (observations.get(serialOf(one, cases)?.id ?? '') ?? []).flatMap((observation) => {
    const { chunk, chunkCpu, chunkWait, isCounted } = workerTimeOf(observation, false);
    return isCounted && chunk > chunkWait ? [chunkCpu / (chunk - chunkWait)] : [];
  });
  const share = shares.length > 0 ? Math.min(1, median(shares)) : 1;
  return share > 1 - LEAST_WAITING ? 1 : share;
}

type WorkerCosts = Pick<PoolCosts, 'perChunkMs' | 'perFurtherChunkMs' | 'perTaskMs'>;

/** The workers' CPU time between chunks, and what each chunk adds to the time inside. */
function workerCosts(measured: readonly MeasuredCase[], insideMs: number): { costs: WorkerCosts } {
  const { alone, further, perTask } = separateMessages(measured, ({ gapCpuMs }) => gapCpuMs);
  return {
    costs: { perChunkMs: alone + insideMs, perFurtherChunkMs: further + insideMs, perTaskMs: perTask },
  };
}

/**
 * Clocks and counters that are read for a chunk take 4 to 7 µs, and what a worker did in between leaves its caches
 * colder. What looks like more is noise of the host, which varies from case to case as chunks do.
 */
const MOST_PER_CHUNK_MS = 0.02;

interface Slowdown {
  at(workers: number): number;
  /** What each chunk adds to the time inside chunks, ms. */
  perChunkMs: number;
  assumptions: string[];
}

/**
 * The time inside chunks is serial's time of the tasks, times a slowdown that depends on the workers beside it, plus
 * something for every chunk. Between counts that were measured the slowdown is interpolated, beyond them it stays.
 */
function slowdownOf(measured: readonly MeasuredCase[]): Slowdown {
  const counts = [...new Set(measured.map((one) => one.case.workers))].sort((a, b) => a - b);
  const isSeparable = chunksizesOf(measured) > 1;
  const composites = measured.map(({ case: { workers }, inChunks, chunks, serialMs }) => ({
    amount: inChunks,
    counts: [
      ...counts.map((count) => Number(count === workers)),
      ...(isSeparable ? [chunks / serialMs] : []),
    ],
  }));
  const costs = separate(composites, counts.length + Number(isSeparable), (cause) =>
    cause < counts.length ? Number.POSITIVE_INFINITY : MOST_PER_CHUNK_MS,
  );
  const perChunkMs = isSeparable ? costs.at(-1)! : 0;
  // A median, unlike what the fit gives, is not moved by one case that was disturbed.
  const slowdowns = counts.map((count) =>
    median(
      measured
        .filter(({ case: { workers } }) => workers === count)
        .map(({ inChunks, chunks, serialMs }) => inChunks - (chunks * perChunkMs) / serialMs),
    ),
  );
  const largest = counts.at(-1)!;
  return {
    at: (workers) => interpolated(counts, slowdowns, workers),
    perChunkMs,
    assumptions: [`beyond ${counted(largest, 'worker')}, tasks are assumed to be as slow as with ${largest}`],
  };
}

function interpolated(counts: readonly number[], values: readonly number[], count: number): number {
  const above = counts.findIndex((measured) => measured >= count);
  if (above === 0) return values[0]!;
  if (above < 0) return values.at(-1)!;
  const [x0, x1] = [counts[above - 1]!, counts[above]!];
  const [y0, y1] = [values[above - 1]!, values[above]!];
  return y0 + ((y1 - y0) * (count - x0)) / (x1 - x0);
}
