import { UsageError } from '../../errors.js';
import type { Case } from '../cases/index.js';
import type { StopRule } from '../runner/index.js';
import type { StudyOptions } from './options.js';
import type { SerialPasses } from './serial/serial-passes.js';

/** @throws UsageError for what a run under a debugger cannot keep to. */
export function checkInspection(options: StudyOptions): void {
  const more = {
    '--rounds': options.rounds,
    '--precision': options.precision,
    '--max-time': options.maxTimeMs,
  };
  const given = Object.entries({ ...more, '--cold': options.cold || undefined }).find(
    ([, value]) => value !== undefined,
  );
  if (given)
    throw new UsageError(
      `--inspect-worker is for debugging: one round, which takes as long as you do. Leave ${given[0]} out.`,
    );
}

/** Every case once, in whatever time that takes. */
export function visitOnce(cases: readonly Case[], observationMs: number): StopRule {
  return ({ rounds }) =>
    rounds > 0
      ? { stop: { reason: 'rounds', message: 'One round, under a debugger.' } }
      : { visits: cases.map((of) => ({ kind: 'case', case: of })), observationMs };
}

/** Serial is not run before: where it fails, too, it would end the run before the debugger has seen anything. */
export const noSerialPasses: SerialPasses = {
  of: () => ({ tasks: 0, taskMs: [], passMs: 0 }),
  resultsFile: () => {
    throw new Error('nothing is verified under a debugger');
  },
  differs: async () => undefined,
  keep: () => undefined,
  release: () => undefined,
};
