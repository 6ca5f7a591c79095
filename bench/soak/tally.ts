import Table from 'cli-table3';

/** What must not happen, whatever is done to a run. */
export const wrongs = [
  'cases lost',
  'observations lost',
  'tasks lost',
  'runs that hung',
  'wrong answers',
  'processes left',
  'files left',
  'handles left',
] as const;

export type Wrong = (typeof wrongs)[number];

/** What was done in a soak, and what came of it. */
export class Tally {
  commands = 0;
  observations = 0;
  poolTasks = 0;
  /** Of this process after each piece, garbage not counted, MiB. */
  readonly heapMiB: number[] = [];
  private readonly faults = new Map<string, number>();
  private readonly counts = new Map<Wrong, number>(wrongs.map((wrong) => [wrong, 0]));
  private readonly problems: string[] = [];

  injected(kind: string): void {
    this.faults.set(kind, (this.faults.get(kind) ?? 0) + 1);
  }

  wrong(what: Wrong, where: string, count = 1): void {
    if (count === 0) return;
    this.counts.set(what, this.counts.get(what)! + count);
    this.problems.push(`${what}: ${where}`);
  }

  /** By how much the heap grew after the first quarter of the readings, by medians of the quarters; MiB. */
  get heapGrowthMiB(): number {
    const quarter = Math.floor(this.heapMiB.length / 4);
    if (quarter === 0) return 0;
    return middle(this.heapMiB.slice(-quarter)) - middle(this.heapMiB.slice(quarter, 2 * quarter));
  }

  get isClean(): boolean {
    return this.problems.length === 0 && this.heapGrowthMiB <= MOST_GROWTH_MIB;
  }

  /** Tables and, where anything was wrong, one line for each. */
  toString(): string {
    const done = table([
      ['commands that ran', this.commands],
      ['observations that they measured', this.observations],
      ['tasks of pools', this.poolTasks],
      ...[...this.faults]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([kind, count]) => [`fault: ${kind}`, count]),
    ]);
    const came = table([
      ...wrongs.map((wrong) => [wrong, this.counts.get(wrong)!]),
      [`heap growth, MiB (at most ${MOST_GROWTH_MIB})`, this.heapGrowthMiB.toFixed(1)],
    ]);
    return [done, came, ...this.problems].join('\n');
  }
}

/** Compiled code and caches that fill once make up less. */
const MOST_GROWTH_MIB = 4;

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function table(rows: readonly (readonly unknown[])[]): string {
  const made = new Table({ style: { head: [], border: [] }, colAligns: ['left', 'right'] });
  made.push(
    ...rows.map((row) =>
      row.map((cell) => (typeof cell === 'number' ? cell.toLocaleString('en-US') : String(cell))),
    ),
  );
  return made.toString();
}
