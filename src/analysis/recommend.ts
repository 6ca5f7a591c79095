import { isPool, PROMISES, SERIAL } from '../cases/index.js';
import { EQUIVALENCE_MARGIN, type Interval } from '../stats/index.js';
import type { CaseResult, Recommendation } from './analysis.js';
import type { Candidate, Choice } from './choice.js';
import { confirmationOf } from './confirmed.js';
import { headlineOf } from './headline.js';
import type { Measurements } from './measurements.js';
import { ratioOver, roundRatios } from './ratios.js';
import { workKey } from './same-work.js';
import { whyOf } from './why.js';

/** From simple to complex: among equals the simpler one is recommended. */
const ENGINES_BY_SIMPLICITY = [SERIAL, PROMISES, 'threads', 'processes'];

/**
 * For each scenario and params the fewest workers whose speedup the best one does not clearly beat: within
 * rounds, best ÷ candidate is below 1.03, or its 95 % interval holds 1. A pool must also be clearly faster than
 * serial itself: where the best one is not, the answer is serial. Promises take one thread, whatever is at once on it,
 * so they come before equal pools. Nothing where nothing was compared with serial.
 */
export function recommend(cases: readonly CaseResult[], measurements: Measurements): Recommendation[] {
  const works = new Map(cases.map((result) => [workKey(result.case), result.case]));
  return [...works.keys()].flatMap((key) => {
    const choice = choose(
      cases.filter((result) => workKey(result.case) === key),
      measurements,
    );
    return choice ? [recommendationOf(choice, measurements)] : [];
  });
}

function choose(results: readonly CaseResult[], measurements: Measurements): Choice | undefined {
  const candidates = candidatesAmong(results.filter(isSound));
  const best = highest(candidates);
  const others = candidates.filter(({ case: { engine } }) => engine !== SERIAL);
  const bestPool = highest(preferring(others, ({ case: { engine } }) => isPool(engine)));
  if (!best || !bestPool) return undefined;
  const equals = candidates.filter((candidate) => !isClearlyBeaten(candidate, best, measurements));
  const chosen = equals.filter(isWorthIt).sort(bySimplicity)[0] ?? best;
  return {
    chosen,
    confirmed: confirmationOf(chosen.case, chosen.speedup, measurements),
    best,
    bestPool,
    serial: candidates.find(({ case: { engine } }) => engine === SERIAL),
    candidates,
    equals,
    bestOver: (candidate) => advantage(best, candidate, measurements),
  };
}

function isSound(result: CaseResult): result is Candidate {
  const { case: one, status, speedup } = result;
  return status === 'ok' && speedup !== null && one.replica === undefined && !one.cold;
}

/** Verified pools where there are any, and unconfined ones where there are any; serial always. */
function candidatesAmong(sound: readonly Candidate[]): Candidate[] {
  const serials = sound.filter(({ case: { engine } }) => engine === SERIAL);
  const pools = sound.filter(({ case: { engine } }) => engine !== SERIAL);
  const verified = preferring(pools, (pool) => pool.verified === true);
  return [...serials, ...preferring(verified, (pool) => pool.case.cpus === null)];
}

function preferring<T>(items: readonly T[], isPreferred: (item: T) => boolean): readonly T[] {
  const preferred = items.filter(isPreferred);
  return preferred.length > 0 ? preferred : items;
}

function highest(results: readonly Candidate[]): Candidate | undefined {
  return [...results].sort((a, b) => b.speedup.value - a.speedup.value)[0];
}

function isClearlyBeaten(candidate: Candidate, best: Candidate, measurements: Measurements): boolean {
  if (candidate === best) return false;
  const ratio = advantage(best, candidate, measurements);
  return ratio !== null && ratio.low > 1 && ratio.value >= 1 + EQUIVALENCE_MARGIN;
}

function isWorthIt({ case: { engine }, speedup }: Candidate): boolean {
  return engine === SERIAL || speedup.low > 1;
}

/** Throughput of one ÷ that of the other, within rounds. */
function advantage(one: Candidate, other: Candidate, { samples }: Measurements): Interval | null {
  const none = new Map();
  return ratioOver(roundRatios(samples.get(one.case.id) ?? none, samples.get(other.case.id) ?? none))
    .interval;
}

function bySimplicity(a: Candidate, b: Candidate): number {
  return (
    threadsOf(a) - threadsOf(b) ||
    rank(a) - rank(b) ||
    a.case.workers - b.case.workers ||
    b.speedup.value - a.speedup.value
  );
}

function threadsOf({ case: { engine, workers } }: Candidate): number {
  return isPool(engine) ? workers : 1;
}

function rank({ case: { engine } }: Candidate): number {
  const place = ENGINES_BY_SIMPLICITY.indexOf(engine);
  return place < 0 ? ENGINES_BY_SIMPLICITY.length : place;
}

function recommendationOf(choice: Choice, measurements: Measurements): Recommendation {
  const { case: one, speedup, verified } = choice.chosen;
  return {
    scenario: one.scenario,
    params: one.params,
    caseId: one.id,
    engine: one.engine,
    dispatch: one.dispatch,
    workers: one.workers,
    chunksize: one.chunksize,
    cores: one.cores,
    speedup,
    verified,
    confirmed: choice.confirmed,
    headline: headlineOf(choice, measurements),
    why: whyOf(choice),
  };
}
