import { z } from 'zod';
import { UsageError } from '../../errors.js';
import type { Interval } from '../../stats/index.js';
import { checked, type InputFile } from '../input/input-file.js';

/** JSON writes NaN as null. */
const figure = z.number().nonnegative().nullish();

/** Times in ms; one that threw has none. */
const benchmarkSchema = z.object({ name: z.string(), mean: figure, rme: figure, sampleCount: figure });

const groupSchema = z.object({ fullName: z.string(), benchmarks: z.array(benchmarkSchema) });

const fileSchema = z.object({
  files: z.array(z.object({ filepath: z.string(), groups: z.array(groupSchema) })).min(1),
});

/** One `bench(…)` that has a mean. */
export interface VitestBenchmark {
  /** The file as the project knows it, the names of its `describe`s, its own. */
  path: readonly string[];
  /** The path as vitest writes it: `sort.bench.ts > large > sort`. Unique within a file of results. */
  name: string;
  /** Iterations per second: 1 ÷ mean time. */
  throughput: number;
  /** The same with its 95 % interval over iterations; null of a single one. */
  interval: Interval | null;
  /** How many iterations it rests on. */
  iterations: number;
}

/** What one `vitest bench` found. */
export interface VitestResults {
  benchmarks: VitestBenchmark[];
  /** Names of those that threw, or took no time that could be measured. */
  withoutTime: string[];
}

/** As vitest joins the file and the names of `describe`s. */
const SEPARATOR = ' > ';

export const nameOf = (path: readonly string[]): string => path.join(SEPARATOR);

/** What `vitest bench --outputJson` wrote. Throws UsageError with the place of what is otherwise, or where nothing ran. */
export function resultsIn(file: InputFile): VitestResults {
  const { files } = checked(file, fileSchema, 'benchmark results of vitest');
  const rows = files.flatMap(({ groups }) =>
    groups.flatMap(({ fullName, benchmarks }) =>
      benchmarks.map((one) => ({ ...one, path: [...fullName.split(SEPARATOR), one.name] })),
    ),
  );
  if (rows.length === 0)
    throw new UsageError(
      `${file.path} has no benchmark: all were skipped, or none was found. Run them again with vitest bench --run --outputJson FILE.`,
    );
  const numbered = numbering();
  const named = rows.map((row) => ({ ...row, path: numbered(row.path) }));
  return {
    benchmarks: named.flatMap(benchmarkOf),
    withoutTime: named.filter(({ mean }) => !hasTime(mean)).map(({ path }) => nameOf(path)),
  };
}

/** Gives `sort`, then `sort #2`: vitest allows a name twice. */
function numbering(): (path: readonly string[]) => readonly string[] {
  const seen = new Map<string, number>();
  return (path) => {
    const times = (seen.get(nameOf(path)) ?? 0) + 1;
    seen.set(nameOf(path), times);
    return times === 1 ? path : [...path.slice(0, -1), `${path.at(-1)} #${times}`];
  };
}

const hasTime = (mean: number | null | undefined): mean is number => mean != null && mean > 0;

type Row = z.infer<typeof benchmarkSchema> & { path: readonly string[] };

function benchmarkOf({ path, mean, rme, sampleCount }: Row): VitestBenchmark[] {
  if (!hasTime(mean)) return [];
  const throughput = 1000 / mean;
  const iterations = sampleCount ?? 1;
  // The half-width of the mean time, in percent; on the log scale it is that of throughput, too.
  const factor = Math.exp((rme ?? 0) / 100);
  const interval =
    iterations > 1 && rme != null
      ? { value: throughput, low: throughput / factor, high: throughput * factor }
      : null;
  return [{ path, name: nameOf(path), throughput, interval, iterations }];
}
