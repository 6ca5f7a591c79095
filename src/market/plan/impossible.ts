import { counted, formatCount, formatMs } from '../../stats/index.js';
import { labelOf } from '../catalog/index.js';
import { brokenLimits, type Choice, type Limit, type Refusal } from './choice.js';
import type { Constraints } from './request.js';
import { memoryLeftMiB } from './settings/shape.js';

type ImpossibleBecause = Limit | Refusal['constraint'] | 'selection';

/** Why there is no choice, and what would give one. */
export interface Impossible {
  constraints: ImpossibleBecause[];
  message: string;
  /** The nearest demand or limit that could be met, as a sentence. */
  nearest: string;
}

export function whyImpossible(
  { choices, refusals }: { choices: readonly Choice[]; refusals: readonly Refusal[] },
  constraints: Constraints,
): Impossible {
  if (choices.length > 0) return beyondLimits(choices, constraints);
  if (refusals.length === 0) return nothingSelected;
  const late = refusals.filter(({ constraint }) => constraint !== 'memory');
  return late.length > 0 ? tooSlow(late) : tooSmall(refusals);
}

const nothingSelected: Impossible = {
  constraints: ['selection'],
  message: 'The catalog has no instance type of that provider and architecture.',
  nearest: 'Leave out --provider or --arch, or give a catalog that has some.',
};

/** The one that breaks the fewest limits, and of those the cheapest. */
function beyondLimits(choices: readonly Choice[], constraints: Constraints): Impossible {
  const broken = (choice: Choice) => brokenLimits(choice, constraints);
  const nearest = choices.reduce((a, b) =>
    (broken(b).length - broken(a).length || b.costPerHour.value - a.costPerHour.value) < 0 ? b : a,
  );
  const limits = broken(nearest);
  const { instance, instances, costPerHour } = nearest;
  const asked = limits.map((limit) =>
    limit === 'max-cost'
      ? `--max-cost ${rounded(constraints.maxCostPerHour!)}/h`
      : `--max-instances ${constraints.maxInstances!}`,
  );
  return {
    constraints: limits,
    message: `No instance type meets the demand within ${asked.join(' and ')}.`,
    nearest: `The nearest: ${formatCount(instances)} × ${labelOf(instance)} for ${rounded(costPerHour.value)} ${instance.currency} an hour.`,
  };
}

/** Upwards, so that it is enough when it is given as a limit. */
function rounded(cost: number): string {
  return (Math.ceil(100 * cost - 1e-9) / 100).toFixed(2);
}

/** However many instances there are, a single task takes its time. */
function tooSlow(refusals: readonly Refusal[]): Impossible {
  const best = refusals.reduce((a, b) => (b.nearest < a.nearest ? b : a));
  const isDeadline = best.constraint === 'deadline';
  const what = isDeadline ? 'the deadline' : 'the 95th percentile';
  const why = isDeadline
    ? 'one chunk of tasks takes longer, however many workers there are'
    : 'tasks take longer even where none of them waits';
  return {
    constraints: [best.constraint],
    message: `No number of instances meets ${what}: ${why}.`,
    nearest: `The nearest: ${formatMs(best.nearest)} on ${labelOf(best.instance)}, as far as its speed is known.`,
  };
}

function tooSmall(refusals: readonly Refusal[]): Impossible {
  const largest = refusals.reduce((a, b) => (memoryLeftMiB(b.instance) > memoryLeftMiB(a.instance) ? b : a));
  const room = Math.floor(memoryLeftMiB(largest.instance));
  return {
    constraints: ['memory'],
    message: `No instance type has the memory for one worker.`,
    nearest: `The largest of ${counted(refusals.length, 'type')}, ${labelOf(largest.instance)}, has room for workers of ${room} MiB at most.`,
  };
}
