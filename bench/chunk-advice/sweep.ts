import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Analysis, roundRatiosBetween } from '../../src/insight/analysis/index.js';
import type { ChunkAdvice } from '../../src/insight/chunks/index.js';
import { insight } from '../../src/insight/index.js';
import { measure } from '../../src/library/measure.js';
import { type RunRecord, readRecord } from '../../src/record/index.js';
import type { ChunksizeSpec, Params } from '../../src/scenario/index.js';
import { type Interval, ratioInterval } from '../../src/stats/index.js';
import shaped from './scenarios/shaped.js';

const WORKERS = 2;
/** Fewer milliseconds than usual for each observation, and more rounds in exchange. */
const OBSERVATION_MS = 120;

interface Sweep {
  params: Params;
  chunksizes: readonly ChunksizeSpec[];
}

/** Measured, each work in the same rounds as the others. */
export async function sweep(
  sweeps: readonly Sweep[],
  { rounds, engine }: { rounds: number; engine: string },
): Promise<RunRecord> {
  const out = mkdtempSync(join(tmpdir(), 'corewise-chunk-advice-'));
  const scenario = './scenarios/shaped.js';
  const pools = sweeps.map((one) => ({ scenario, engines: [engine], workers: [WORKERS], ...one }));
  const serials = sweeps.map(({ params }) => ({ scenario, engines: ['serial'], params }));
  try {
    const base = fileURLToPath(new URL('.', import.meta.url));
    const suite = { name: 'chunk-advice', sweeps: [...serials, ...pools] };
    await measure(suite, { base, rounds, observationMs: OBSERVATION_MS, out });
    return await readRecord(join(out, 'record.jsonl'));
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** By its distinguishing parameters. */
export function adviceFor(record: RunRecord, params: Params): ChunkAdvice {
  const found = insight(record).chunkAdvice.find((advice) => isOf(advice.params, params));
  if (!found) throw new Error(`no advice for ${JSON.stringify(params)}: was its scenario measured?`);
  return found;
}

export interface Outcome {
  measured: readonly { chunksize: number; wallMs: number }[];
  best: number;
  /** Time at the advised chunksize ÷ that at the best, in the same rounds. */
  overBest: Interval | null;
  /** Time at chunksize 1, which is what one gets without advice, ÷ that at the best. */
  oneOverBest: Interval | null;
  advisedMs: number;
}

/** What a sweep says of advice that was made from another. */
export function outcomeOf(analysis: Analysis, params: Params, { advised }: ChunkAdvice): Outcome {
  const pools = analysis.cases.filter(
    ({ case: one, wallMs }) => one.workers === WORKERS && wallMs !== null && isOf(one.params, params),
  );
  const best = pools.reduce((a, b) => (b.wallMs!.median < a.wallMs!.median ? b : a));
  const at = (chunksize: number) => pools.find(({ case: one }) => one.chunksize === chunksize)!;
  const timeOverBest = (chunksize: number) => {
    const id = at(chunksize).case.id;
    if (id === best.case.id) return { value: 1, low: 1, high: 1 };
    const { kept } = roundRatiosBetween(analysis.measurements, best.case.id, id);
    return ratioInterval(kept.map(({ logRatio }) => logRatio));
  };
  return {
    measured: pools.map(({ case: { chunksize }, wallMs }) => ({ chunksize, wallMs: wallMs!.median })),
    best: best.case.chunksize,
    overBest: timeOverBest(advised),
    oneOverBest: timeOverBest(1),
    advisedMs: at(advised).wallMs!.median,
  };
}

function isOf(own: Params, wanted: Params): boolean {
  return Object.entries({ ...shaped.params, ...wanted }).every(([name, value]) => own[name] === value);
}
