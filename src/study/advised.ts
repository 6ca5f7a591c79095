import type { Analysis } from '../analysis/index.js';
import { type ChunkAdvice, chunkAdviceOf } from '../capacity/chunks/index.js';
import { type Case, type Expansion, isSameWork, type SweepInput } from '../cases/index.js';
import type { RunRecord } from '../record/index.js';

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
  analysis: Analysis,
  inputs: readonly SweepInput[],
  expand: (inputs: readonly SweepInput[]) => Expansion,
): Case[] {
  const worth = chunkAdviceOf(record, analysis)
    .filter((advice) => advice.cpus === null && gainOf(advice) >= worthTrying(advice, analysis))
    .sort((a, b) => (b.speedup?.value ?? 0) - (a.speedup?.value ?? 0));
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

/** Measured pass of the best chunksize tried ÷ what is expected of the advised one. */
function gainOf({ advised, expected, measured }: ChunkAdvice): number {
  const wallMs = expected.find(({ chunksize }) => chunksize === advised)?.wallMs;
  if (wallMs === undefined || measured.some(({ chunksize }) => chunksize === advised)) return 1;
  return Math.min(...measured.map((one) => one.wallMs)) / wallMs;
}

function only(input: SweepInput, { engine, dispatch, workers, advised }: ChunkAdvice): SweepInput {
  const { replicas: _, cold: __, ...warm } = input;
  return {
    ...warm,
    engines: [engine],
    dispatches: [dispatch],
    workers: [workers],
    chunksizes: [advised],
    cores: ['all'],
  };
}
