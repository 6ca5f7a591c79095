import type { RunRecord } from '../../record/index.js';
import { sum } from '../../stats/index.js';

/** Time of a run in which passes were measured, ms. */
export function measuredMs({ header, lines }: RunRecord): number {
  const tasksOf = (scenario: string) => header.scenarios.find(({ name }) => name === scenario)?.tasks ?? 0;
  return sum(
    lines.map((line) => {
      if ('wallMs' in line) return sum(line.wallMs);
      // Its sessions run side by side; the slowest is the last to end.
      if (line.kind === 'ceiling')
        return (1000 * line.passes * tasksOf(line.scenario)) / Math.min(...line.throughputs);
      return 0;
    }),
  );
}
