import { type Case, type Expansion, isSameWork, type SweepInput } from '../../measure/cases/index.js';
import type { RunRecord } from '../../record/index.js';
import { type Analysis, bySpeedup } from '../analysis/index.js';
import type { AdvisedAnalysis, ChunkAdvice } from '../chunks/index.js';

/** A chunksize is tried where it should be at least this much faster than what was. */
const WORTH_TRYING = 1.05;
/** The same where other load disturbed what the model rests on. */
const WORTH_TRYING_DISTURBED = 1.3;

/**
 * What the model advises and nobody asked for: of each scenario the one chunksize that should gain most over the best
 * of its setting that was measured, with what its figures are ratios to. An advice that was never tried would stand
 * against what was measured.
 */
export function advisedCases(
  record: RunRecord,
  analysis: AdvisedAnalysis,
  inputs: readonly SweepInput[],
  expand: (inputs: readonly SweepInput[]) => Expansion,
): Case[] {
  const worth = analysis.chunkAdvice
    .filter((advice) => advice.cpus === null && hasManyChunks(advice, record))
    .filter((advice) => gainOf(advice) >= worthTrying(advice, analysis))
    .sort(bySpeedup);
  const best = worth.filter((advice, i) => worth.findIndex((other) => isSameWork(other, advice)) === i);
  const known = new Set(record.header.plan.cases.map(({ id }) => id));
  return best.flatMap((advice) => {
    const input = inputs.find((one) => isSameWork(one, advice));
    return input ? expand([only(input, advice)]).cases.filter(({ id }) => !known.has(id)) : [];
  });
}

function worthTrying({ measured }: ChunkAdvice, { cases }: Analysis): number {
  const own = cases.filter(({ case: { id } }) => measured.some((one) => one.case === id));
  return own.some(({ basis }) => basis === 'all') ? WORTH_TRYING_DISTURBED : WORTH_TRYING;
}

/** Chunks for each worker from which on it matters little how they are shared out. */
const MANY_CHUNKS = 8;

/** Passes of fewer tasks than there are tell nothing of how whole ones are shared out. */
function hasManyChunks({ advised, workers, tasks, ...work }: ChunkAdvice, { header }: RunRecord): boolean {
  const scenario = header.scenarios.find((one) => isSameWork({ ...one, scenario: one.name }, work));
  return scenario?.allTasks === undefined || tasks >= MANY_CHUNKS * workers * advised;
}

/** What is expected of the best chunksize tried ÷ of the advised one: the model is as wrong of either. */
function gainOf({ advised, expected, measured }: ChunkAdvice): number {
  const wallMs = (wanted: number) => expected.find(({ chunksize }) => chunksize === wanted)?.wallMs;
  const tried = measured.flatMap(({ chunksize }) => wallMs(chunksize) ?? []);
  const untried = wallMs(advised);
  return untried === undefined || tried.length === 0 ? 1 : Math.min(...tried) / untried;
}

function only(input: SweepInput, { engine, dispatch, workers, advised }: ChunkAdvice): SweepInput {
  const { replicas: _, cold: __, cpuQuotas: ___, ...warm } = input;
  return {
    ...warm,
    engines: [engine],
    dispatches: [dispatch],
    workers: [workers],
    chunksizes: [advised],
    cores: ['all'],
  };
}
