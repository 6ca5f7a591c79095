import { type Case, isPool, PROMISES, SERIAL, workKey } from '../../../measure/cases/index.js';
import { EQUIVALENCE_MARGIN, type Interval } from '../../../stats/index.js';
import type { CaseResult } from '../case-result.js';
import type { Measurements } from '../measurements.js';
import { ratioOver, roundRatios } from '../ratios.js';
import { serialOf } from '../references.js';
import { type Coverage, coverageOf, isPartial, type Visited } from './coverage.js';
import { headlineOf } from './headline.js';
import {
  type Contender,
  type Decision,
  decide,
  evidenceOf,
  highest,
  type Judgement,
  rankOf,
} from './judgement.js';
import { confirmationOf, type Recommendation } from './recommendation.js';
import type { RunSoFar } from './run-so-far.js';
import { doubtOf, whyOf } from './why.js';

/** From simple to complex: among equals the simpler one is recommended. */
const ENGINES_BY_SIMPLICITY = [SERIAL, PROMISES, 'threads', 'processes'];

/**
 * For each scenario and params: is a pool worth it (`decide`), and if so which. Of the pools that are proved to gain,
 * the fewest workers that the best one does not clearly beat: within rounds, best ÷ contender is below 1.03, or its
 * 95 % interval holds 1; where the best setting was looked for, that is no more than 2 % slower. Promises take one thread, whatever is at once on it, so they come before equal pools. Nothing
 * where nothing was compared with serial.
 */
export function recommend(
  cases: readonly CaseResult[],
  measurements: Measurements,
  run: RunSoFar,
): Recommendation[] {
  const works = new Map(cases.map((result) => [workKey(result.case), result.case]));
  return [...works.keys()].flatMap((key) => {
    const ofWork = cases.filter((result) => workKey(result.case) === key);
    const coverage = coverageOf(ofWork.map(visitedOf), cases.map(visitedOf), run.elapsedMs, run.isTuned);
    const judgement = judge(ofWork, coverage, measurements, run);
    return judgement ? [recommendationOf(judgement, measurements)] : [];
  });
}

function visitedOf({ case: { engine, role }, status, rounds }: CaseResult): Visited {
  return { engine, role, status, rounds };
}

function judge(
  results: readonly CaseResult[],
  coverage: Coverage,
  measurements: Measurements,
  run: RunSoFar,
): Judgement | undefined {
  const contenders = contendersAmong(results.filter(isSound));
  const decision = decide(contenders);
  const best = highest(contenders);
  if (!best || !decision) return undefined;
  const { verdict } = decision;
  const { isTuned = false } = run;
  const isBeaten = isTuned ? isSlower : isClearlyBeaten;
  const equals = contenders.filter((one) => one.case.engine !== SERIAL && !isBeaten(one, best, measurements));
  const pool = pickAmong(decision, equals);
  const subject = pool ?? decision.subject;
  const { id } = serialOf(subject.case, measurements.cases) ?? {};
  const serial = contenders.find(({ case: one }) => one.id === id);
  const chosen = pool ?? highest(contenders.filter(isSerial)) ?? decision.subject;
  const atLeastMs = isPartial(coverage) ? (coverage.allMs ?? 0) : 0;
  return {
    verdict,
    chosen,
    subject,
    confirmed: pool ? confirmationOf(pool.case, pool.speedup, measurements) : null,
    best,
    serial,
    contenders,
    equals,
    bestOver: (contender) => advantage(best, contender, measurements),
    evidence: evidenceOf(subject, serial, measurements, run, atLeastMs),
    coverage,
    isTuned,
  };
}

/** The simplest of the gaining pools that the best one does not clearly beat; the fastest where it beats them all. */
function pickAmong({ gaining, subject }: Decision, equals: readonly Contender[]): Contender | undefined {
  if (gaining.length === 0) return undefined;
  return gaining.filter((one) => equals.includes(one)).sort(bySimplicity)[0] ?? subject;
}

function isSerial({ case: { engine } }: Pick<CaseResult, 'case'>): boolean {
  return engine === SERIAL;
}

function isSound(result: CaseResult): result is Contender {
  const { case: one, status, speedup, settled } = result;
  if (settled?.reason === 'behind') return false;
  return status === 'ok' && speedup !== null && one.replica === undefined && !one.cold;
}

/** Verified pools where there are any, and those that have the whole machine where there are any; serial always. */
function contendersAmong(sound: readonly Contender[]): Contender[] {
  const serials = sound.filter(isSerial);
  const pools = sound.filter(({ case: { engine } }) => engine !== SERIAL);
  const verified = preferring(pools, (pool) => pool.verified === true);
  const whole = preferring(verified, (pool) => pool.case.cpus === null);
  return [...serials, ...preferring(whole, (pool) => pool.case.quota === undefined)];
}

function preferring<T>(items: readonly T[], isPreferred: (item: T) => boolean): readonly T[] {
  const preferred = items.filter(isPreferred);
  return preferred.length > 0 ? preferred : items;
}

function isClearlyBeaten(contender: Contender, best: Contender, measurements: Measurements): boolean {
  if (contender === best) return false;
  const ratio = advantage(best, contender, measurements);
  return ratio !== null && ratio.low > 1 && ratio.value >= 1 + EQUIVALENCE_MARGIN;
}

/** Of a setting that was looked for, simplicity may cost no more than this, as a fraction. */
const TUNED_MARGIN = 0.02;

/** What was looked for is the best: a simpler setting is as good where it is seen to be, not where it may be. */
function isSlower(contender: Contender, best: Contender, measurements: Measurements): boolean {
  if (contender === best) return false;
  const ratio = advantage(best, contender, measurements);
  return ratio === null || ratio.value > 1 + TUNED_MARGIN;
}

/** Throughput of one ÷ that of the other, within rounds. */
function advantage(one: Contender, other: Contender, { samples }: Measurements): Interval | null {
  const none = new Map();
  return ratioOver(roundRatios(samples.get(one.case.id) ?? none, samples.get(other.case.id) ?? none))
    .interval;
}

function bySimplicity(a: Contender, b: Contender): number {
  return (
    threadsOf(a) - threadsOf(b) ||
    rank(a) - rank(b) ||
    a.case.workers - b.case.workers ||
    quotaOf(a.case) - quotaOf(b.case) ||
    rankOf(b) - rankOf(a)
  );
}

function threadsOf({ case: { engine, workers } }: Contender): number {
  return isPool(engine) ? workers : 1;
}

/** Of equal settings the one that needs less of the machine; beyond any number where there is no quota. */
function quotaOf({ quota = Number.MAX_VALUE }: Case): number {
  return quota;
}

function rank({ case: { engine } }: Contender): number {
  const place = ENGINES_BY_SIMPLICITY.indexOf(engine);
  return place < 0 ? ENGINES_BY_SIMPLICITY.length : place;
}

function recommendationOf(judgement: Judgement, measurements: Measurements): Recommendation {
  const { case: one, verified } = judgement.chosen;
  const doubt = doubtOf(judgement);
  return {
    scenario: one.scenario,
    params: one.params,
    caseId: one.id,
    engine: one.engine,
    dispatch: one.dispatch,
    workers: one.workers,
    chunksize: one.chunksize,
    cores: one.cores,
    verdict: judgement.verdict,
    speedup: judgement.subject.speedup,
    speedupOf: judgement.subject.case.id,
    verified,
    confirmed: judgement.confirmed,
    headline: headlineOf(judgement, measurements),
    why: whyOf(judgement),
    ...(doubt !== undefined && { doubt }),
  };
}
