import type { CaseResult } from '../../src/insight/analysis/index.js';
import { SERIAL } from '../../src/measure/cases/index.js';
import type { Interval } from '../../src/stats/index.js';
import { type Simulation, simulate, truthMs } from './simulate.js';

/** How often intervals held the planted speedup, and what they cost. */
export interface Coverage {
  runs: number;
  /** Of the pools at all workers, as shares of the runs: over undisturbed rounds, and over all. */
  undisturbed: number;
  all: number;
  /** The same over every pool that was asked for. */
  everyPool: number;
  meanRounds: number;
  meanHalfWidth: number;
  /** Runs that ended for being precise. */
  precise: number;
  /** Confirmations that contradicted a true figure. */
  contradicted: number;
}

export async function coverageOf(runs: number, simulation: Omit<Simulation, 'seed'>): Promise<Coverage> {
  const results: Outcome[] = [];
  for (let seed = 1; seed <= runs; seed++) results.push(await outcomeOf({ ...simulation, seed }));
  const share = (of: (one: Outcome) => boolean) => results.filter(of).length / runs;
  const mean = (of: (one: Outcome) => number) => results.reduce((sum, one) => sum + of(one), 0) / runs;
  return {
    runs,
    undisturbed: share((one) => one.undisturbed),
    all: share((one) => one.all),
    everyPool: mean((one) => one.poolsHeld),
    meanRounds: mean((one) => one.rounds),
    meanHalfWidth: mean((one) => one.halfWidth),
    precise: share((one) => one.precise),
    contradicted: share((one) => one.contradicted),
  };
}

interface Outcome {
  undisturbed: boolean;
  all: boolean;
  poolsHeld: number;
  rounds: number;
  halfWidth: number;
  precise: boolean;
  contradicted: boolean;
}

async function outcomeOf(simulation: Simulation): Promise<Outcome> {
  const { analysis, lines } = await simulate(simulation);
  const pools = analysis.cases.filter(({ case: one }) => one.engine !== SERIAL && one.role === 'asked');
  const widest = pools.reduce((a, b) => (b.case.workers > a.case.workers ? b : a));
  const stopped = lines.findLast((line) => line.kind === 'stopped');
  return {
    undisturbed: holds(widest.speedup, widest),
    all: holds(widest.speedupAllRounds, widest),
    poolsHeld: pools.filter((pool) => holds(pool.speedup, pool)).length / pools.length,
    rounds: stopped?.rounds ?? 0,
    halfWidth: (widest.speedup!.high - widest.speedup!.low) / 2 / widest.speedup!.value,
    precise: stopped?.reason === 'precise',
    contradicted: analysis.recommendations[0]?.confirmed?.verdict === 'not confirmed',
  };
}

/**
 * The truth is the planted ratio: the undisturbed noise of a case has the same expectation for all, so that it
 * cancels.
 */
function holds(interval: Interval | null, { case: one }: CaseResult): boolean {
  const truth = truthMs({ engine: SERIAL, workers: 1 }) / truthMs(one);
  return interval !== null && interval.low <= truth && truth <= interval.high;
}
