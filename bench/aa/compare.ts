import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RoundRatio, restingOn, roundRatiosBetween } from '../../src/insight/analysis/index.js';
import { insight } from '../../src/insight/index.js';
import { conduct } from '../../src/library/conduct.js';
import { SERIAL } from '../../src/measure/cases/index.js';
import type { StudyOptions } from '../../src/measure/preparation/index.js';
import type { RunRecord } from '../../src/record/index.js';
import type { Suite } from '../../src/scenario/index.js';
import { type Interval, ratioInterval } from '../../src/stats/index.js';

/** A pass of about 60 ms, so that starting hosts and workers, which is what a round is made of, dominates. */
const TASKS = 12;
const ITERATIONS = 2_500_000;
const OBSERVATION_MS = 150;

export interface Compared {
  /** What the one takes more than the other, by construction; 1 is a comparison with its own replica. */
  effect: number;
  seed: number;
  /** Throughput of the second ÷ that of the first, single and uncorrected, 95 %. */
  undisturbed: Interval | null;
  all: Interval | null;
  rounds: number;
  disturbedRounds: number;
  /** The most foreign load of any observation, CPUs. */
  foreignCpu: number | null;
  seconds: number;
}

/**
 * One run of the product on pairs of equal cases, or of cases of which one has `effect` times the work. No case
 * is in two pairs: they share only what a round's cases share anyway, its serial visit and its bench host.
 */
export async function compareInOneRun(
  effect: number,
  pairs: number,
  seed: number,
  rounds: number,
): Promise<Compared[]> {
  const folder = mkdtempSync(join(tmpdir(), 'corewise-aa-'));
  const begin = performance.now();
  try {
    const options: StudyOptions = { rounds, seed, observationMs: OBSERVATION_MS };
    const sides = effect === 1 ? ['a', 'b'] : ['a'];
    const labels = Array.from({ length: pairs }, (_, pair) => sides.map((side) => `${side}${pair}`));
    const record = await conduct(suiteFor(effect), join(folder, 'record.jsonl'), {
      ...options,
      replicas: labels.flat(),
    });
    const seconds = Number(((performance.now() - begin) / 1000 / pairs).toFixed(1));
    return pairsOf(record, pairs).map((pair) => ({ effect, seed, ...figuresOf(record, pair), seconds }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function suiteFor(effect: number): Suite {
  const sweepOf = (iterations: number) => ({
    scenario: 'cycles',
    params: { tasks: TASKS, iterations },
    engines: ['threads'],
    workers: [1],
    dispatches: ['imapUnordered'],
    chunksizes: [1],
  });
  const times = effect === 1 ? [1] : [1, effect];
  return { name: 'aa', sweeps: times.map((factor) => sweepOf(Math.round(ITERATIONS * factor))) };
}

/** The cases of each pair, by the number at the end of their replica's label. */
function pairsOf(record: RunRecord, pairs: number): [one: string, other: string][] {
  const failed = record.lines.find((line) => line.kind === 'failed');
  if (failed) throw new Error(failed.reason);
  const pools = record.header.plan.cases.filter(({ engine }) => engine !== SERIAL);
  return Array.from({ length: pairs }, (_, pair) => {
    const ids = pools.filter(({ replica }) => replica?.slice(1) === String(pair)).map(({ id }) => id);
    if (ids.length !== 2) throw new Error(`2 cases were expected in pair ${pair}, not ${ids.length}`);
    return [ids[0]!, ids[1]!];
  });
}

function figuresOf(
  record: RunRecord,
  [one, other]: [string, string],
): Omit<Compared, 'effect' | 'seed' | 'seconds'> {
  const { kept, firstVisits } = roundRatiosBetween(insight(record).measurements, other, one);
  return {
    undisturbed: intervalOf(restingOn(kept).used),
    all: intervalOf(firstVisits),
    rounds: firstVisits.length,
    disturbedRounds: kept.filter(({ disturbed }) => disturbed).length,
    foreignCpu: mostForeign(record, [one, other]),
  };
}

function intervalOf(ratios: readonly RoundRatio[]): Interval | null {
  return ratioInterval(ratios.map(({ logRatio }) => logRatio));
}

function mostForeign({ lines }: RunRecord, cases: readonly string[]): number | null {
  const seen = lines.flatMap((line) =>
    line.kind === 'observation' && cases.includes(line.case) ? (line.disturbance.foreignCpu ?? []) : [],
  );
  return seen.length === 0 ? null : Number(Math.max(...seen).toFixed(3));
}
