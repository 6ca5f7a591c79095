import {
  type BenchmarkComparison,
  benchmarksSchema,
  type ComparisonDocument,
  documentSchema,
} from '../../market/compare/index.js';
import { chosen, DEFAULT_FORMATS, renderersOf, single, writeRendered } from '../render/formats.js';
import { type SummaryOptions, terminal } from '../render/terminal/terminal.js';
import { benchmarksContent } from './benchmarks/content.js';
import { comparisonContent } from './content.js';
import { bencher, githubActionBenchmark } from './dashboards.js';

/** To add a format: one line here. */
export const comparisonFormats = [
  ...renderersOf<ComparisonDocument>({
    name: 'compare',
    schema: () => documentSchema,
    contentOf: comparisonContent,
  }),
  single(
    'github-action-benchmark.json',
    'github-action-benchmark',
    'for the action of that name',
    githubActionBenchmark,
  ),
  single('bencher.json', 'bencher', 'for bencher.dev', bencher),
];

/** Of vitest's results there is nothing that dashboards would not take from vitest itself. */
export const benchmarkFormats = renderersOf<BenchmarkComparison>({
  name: 'compare',
  schema: () => benchmarksSchema,
  schemaName: 'compare-benchmarks',
  contentOf: benchmarksContent,
});

/** The comparison for a terminal: the answers, the tables, what makes them doubtful, and what a margin says. */
export function summariseComparison(document: ComparisonDocument, options: SummaryOptions): string {
  return terminal(comparisonContent(document), options);
}

/** Writes the comparison in the given formats and returns the paths. Throws UsageError for an unknown format. */
export function writeComparison(
  document: ComparisonDocument,
  directory: string,
  formats: readonly string[] = DEFAULT_FORMATS,
): Promise<string[]> {
  return writeRendered(chosen(comparisonFormats, formats), document, directory);
}

/** As `summariseComparison`, of benchmarks. */
export function summariseBenchmarks(document: BenchmarkComparison, options: SummaryOptions): string {
  return terminal(benchmarksContent(document), options);
}

/** As `writeComparison`, of benchmarks. */
export function writeBenchmarks(
  document: BenchmarkComparison,
  directory: string,
  formats: readonly string[] = DEFAULT_FORMATS,
): Promise<string[]> {
  return writeRendered(chosen(benchmarkFormats, formats), document, directory);
}
