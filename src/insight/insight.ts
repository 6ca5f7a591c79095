import type { Case, Work } from '../measure/cases/index.js';
import type { RunRecord } from '../record/index.js';
import {
  type Analysis,
  analyse,
  type CaseResult,
  type Comparison,
  type CurveFit,
  type Measurements,
  type Recommendation,
} from './analysis/index.js';
import { type AdvisedAnalysis, type ChunkAdvice, chunkAdviceOf, recommendationsOf } from './chunks/index.js';
import { type Finding, findingsOf } from './findings/index.js';
import {
  type CostBasis,
  type PoolCosts,
  type PoolPrediction,
  poolCostsOf,
  predictCases,
} from './pool-model/index.js';

/**
 * What a record means, each part computed when it is first asked for and then kept. A pure function of the record,
 * which must not change meanwhile.
 */
export function insight(record: RunRecord): Insight {
  return new Insight(record);
}

export class Insight implements AdvisedAnalysis {
  readonly #analysis = once(() => analyse(this.record));
  readonly #chunkAdvice = once(() => chunkAdviceOf(this.record, this.#analysis()));
  readonly #answers = once(() => recommendationsOf(this.record, this));
  readonly #findings = once(() => findingsOf(this.record, this));
  readonly #predictions = once(() => predictCases(this.#analysis()));

  constructor(readonly record: RunRecord) {}

  get measurements(): Measurements {
    return this.#analysis().measurements;
  }

  get cases(): CaseResult[] {
    return this.#analysis().cases;
  }

  get comparisons(): Comparison[] {
    return this.#analysis().comparisons;
  }

  get disturbance(): Analysis['disturbance'] {
    return this.#analysis().disturbance;
  }

  get fits(): CurveFit[] {
    return this.#analysis().fits;
  }

  /** As far as measured settings go. */
  get recommendations(): Recommendation[] {
    return this.#analysis().recommendations;
  }

  get chunkAdvice(): readonly ChunkAdvice[] {
    return this.#chunkAdvice();
  }

  /** The recommendations, held against chunksizes that nobody tried: what the user is told. */
  get answers(): Recommendation[] {
    return this.#answers();
  }

  /** The gravest first. */
  get findings(): Finding[] {
    return this.#findings();
  }

  /** What the pool model says of each case, by id, from all cases but it. */
  get predictions(): ReadonlyMap<Case['id'], PoolPrediction> {
    return this.#predictions();
  }

  /** What a pool of that engine spends beside the tasks of that work. */
  poolCosts(work: Work, engine: string, basis?: CostBasis): PoolCosts | undefined {
    return poolCostsOf(this.#analysis(), work, engine, basis);
  }
}

function once<T>(compute: () => T): () => T {
  let kept: { value: T } | undefined;
  return () => {
    kept ??= { value: compute() };
    return kept.value;
  };
}
