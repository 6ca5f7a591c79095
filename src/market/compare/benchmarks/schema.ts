import { z } from 'zod';
import { severities } from '../../../insight/findings/index.js';

/** The name that stands in every comparison of benchmarks; programs refuse a newer one by it. */
export const BENCHMARKS_SCHEMA = 'corewise/compare-benchmarks/1';

/** A value with its 95 % interval. */
const interval = z.object({ value: z.number(), low: z.number(), high: z.number() });

const count = z.object({ before: z.int(), after: z.int() });

const benchmarkSchema = z.object({
  /** As vitest writes it: `sort.bench.ts > large > sort`. */
  name: z.string(),
  /** Iterations per second: the exponential of the mean of the files' logarithms. */
  before: interval,
  after: interval,
  /** after ÷ before, uncorrected. */
  ratio: interval,
  verdict: z.enum(['same', 'faster', 'slower', 'cannot tell yet']),
  /** That have it. With one on a side, what two runs differ by is assumed. */
  files: count,
  /** Where it cannot be told: about how many more files per side would tell; absent where no number would. */
  moreFiles: z.int().optional(),
  /** With a margin: whether it is surely slower by more than that. */
  isRegression: z.boolean().optional(),
});

export const benchmarksSchema = z.object({
  schema: z.literal(BENCHMARKS_SCHEMA),
  /** The format that the files have. */
  format: z.literal('vitest'),
  files: z.array(z.object({ name: z.string(), side: z.enum(['before', 'after']), benchmarks: z.int() })),
  /** Those that both sides have, in the order of the files. */
  benchmarks: z.array(benchmarkSchema),
  /** One sentence: how many became slower or faster, and the one that changed most. */
  headline: z.string(),
  /** What that rests on. */
  why: z.string(),
  findings: z.array(
    z.object({ check: z.string(), severity: z.enum(severities), message: z.string(), advice: z.string() }),
  ),
  /** What two runs of the same code are assumed to differ by where a side has one file (95 %). */
  assumedBetweenRuns: z.number(),
  /** Present with a margin: what was asked, and whether anything is surely slower than that. */
  regression: z.object({ margin: z.number(), isFound: z.boolean() }).optional(),
  /** Of corewise. */
  version: z.string(),
});

export type BenchmarkComparison = z.infer<typeof benchmarksSchema>;
export type ComparedBenchmark = z.infer<typeof benchmarkSchema>;
export type BenchmarkDoubt = BenchmarkComparison['findings'][number];
