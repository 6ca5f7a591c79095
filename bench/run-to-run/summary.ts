import type { ComparisonDocument } from '../../src/market/compare/index.js';
import { mean, quantile } from '../../src/stats/index.js';

/** What became of a comparison: of its answer, and of any of its settings. */
export interface Outcome {
  /** Throughput after ÷ before at the setting that the answer rests on. */
  ratio: number;
  verdict: string;
  /** Any setting was called faster or slower. */
  anyCalled: boolean;
  isRegression: boolean;
  /** Figures of a record rest on rounds that other load disturbed. */
  isDisturbed: boolean;
}

export function outcomeOf({ works, regression, findings }: ComparisonDocument): Outcome {
  const comparisons = works.flatMap((work) => work.comparisons);
  const answer = comparisons.find(({ isAnswer }) => isAnswer)!;
  return {
    ratio: answer.ratio.value,
    verdict: answer.verdict,
    anyCalled: comparisons.some(({ verdict }) => verdict === 'faster' || verdict === 'slower'),
    isRegression: regression?.isFound ?? false,
    isDisturbed: findings.some(({ check }) => check === 'disturbed'),
  };
}

export interface BetweenRuns {
  comparisons: number;
  calledDifferent: number;
  anyCalled: number;
  /** That no other load disturbed: of these is what follows. */
  undisturbed: number;
  /** Standard deviation of one run's log throughput, from differences of two. */
  deviation: number;
  /** 95 % of pairs differ by no more than that. */
  quantile95: number;
}

/** Of comparisons of equal things, one record per side. */
export function betweenRuns(outcomes: readonly Outcome[]): BetweenRuns {
  const undisturbed = outcomes.filter(({ isDisturbed }) => !isDisturbed);
  const logs = undisturbed.map(({ ratio }) => Math.log(ratio));
  return {
    comparisons: outcomes.length,
    calledDifferent: outcomes.filter(({ verdict }) => verdict === 'faster' || verdict === 'slower').length,
    anyCalled: outcomes.filter((outcome) => outcome.anyCalled).length,
    undisturbed: undisturbed.length,
    deviation: Math.sqrt(mean(logs.map((log) => log ** 2)) / 2),
    quantile95: quantile(logs.map(Math.abs), 0.95),
  };
}
