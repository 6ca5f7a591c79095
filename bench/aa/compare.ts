import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RoundRatio, restingOn, roundRatiosBetween } from '../../src/analysis/index.js';
import { SERIAL } from '../../src/cases/index.js';
import type { RunRecord } from '../../src/record/index.js';
import type { Suite } from '../../src/scenario/index.js';
import { type Interval, ratioInterval } from '../../src/stats/index.js';
import { conduct, type StudyOptions } from '../../src/study/index.js';

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

/** One run of the product on two equal cases, or on two of which one has `effect` times the work. */
export async function compareOnce(effect: number, seed: number, rounds: number): Promise<Compared> {
  const folder = mkdtempSync(join(tmpdir(), 'corewise-aa-'));
  const begin = performance.now();
  try {
    const options: StudyOptions = { rounds, seed, observationMs: OBSERVATION_MS };
    const isReplica = effect === 1;
    const record = await conduct(suiteFor(effect), join(folder, 'record.jsonl'), {
      ...options,
      ...(isReplica && { replicas: ['a', 'b'] }),
    });
    const seconds = (performance.now() - begin) / 1000;
    return { effect, seed, ...figuresOf(record), seconds: Number(seconds.toFixed(1)) };
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

function figuresOf(record: RunRecord): Omit<Compared, 'effect' | 'seed' | 'seconds'> {
  const pools = record.header.plan.cases.filter(({ engine }) => engine !== SERIAL);
  const failed = record.lines.find((line) => line.kind === 'failed');
  if (pools.length !== 2 || failed)
    throw new Error(failed?.reason ?? `2 cases were expected, not ${pools.length}`);
  const [one, other] = pools;
  const { settled, firstVisits } = roundRatiosBetween(record, other!.id, one!.id);
  return {
    undisturbed: intervalOf(restingOn(settled).used),
    all: intervalOf(firstVisits),
    rounds: firstVisits.length,
    disturbedRounds: settled.filter(({ disturbed }) => disturbed).length,
    foreignCpu: mostForeign(record),
  };
}

function intervalOf(ratios: readonly RoundRatio[]): Interval | null {
  return ratioInterval(ratios.map(({ logRatio }) => logRatio));
}

function mostForeign({ lines }: RunRecord): number | null {
  const seen = lines.flatMap((line) =>
    line.kind === 'observation' ? (line.disturbance.foreignCpu ?? []) : [],
  );
  return seen.length === 0 ? null : Number(Math.max(...seen).toFixed(3));
}
