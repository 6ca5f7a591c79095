import { UsageError } from '../../errors.js';

/** CPU ids in the kernel's notation: `0-3,8` is 0, 1, 2, 3, 8. Ascending, no duplicates; blank text is no CPU. */
export function parseCpuList(text: string): number[] {
  const parts = text.trim() === '' ? [] : text.trim().split(',');
  return [...new Set(parts.flatMap(parseRange))].sort((a, b) => a - b);
}

function parseRange(part: string): number[] {
  const match = /^\s*(\d+)(?:-(\d+))?\s*$/.exec(part);
  if (!match) throw new UsageError(`"${part}" is not a list of CPUs; write for example 0-3,8.`);
  const first = Number(match[1]);
  const last = Number(match[2] ?? match[1]);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}

/** The inverse: runs of three and more ids become `first-last`. */
export function formatCpuList(ids: readonly number[]): string {
  const parts = runsOf(ids).map((run) => (run.length > 2 ? `${run[0]}-${run.at(-1)}` : run.join(',')));
  return parts.join(',');
}

function runsOf(ids: readonly number[]): number[][] {
  const runs: number[][] = [];
  for (const id of [...new Set(ids)].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run?.at(-1) === id - 1) run.push(id);
    else runs.push([id]);
  }
  return runs;
}
