import { ASSUMED_BETWEEN_RUNS } from '../../../insight/analysis/index.js';
import { formatPercent } from '../../../stats/index.js';
import type { Doubt } from '../schema.js';
import type { DoubtCheck } from './doubt-context.js';

/** One record says nothing of the next run; records made side after side say little of what drifts. */
export const recordsASide: DoubtCheck = ({ kind, answered }) => {
  const answers = answered.flatMap(({ comparisons }) => comparisons.filter(({ isAnswer }) => isAnswer));
  const isSingle = answers.some(({ design }) => design === 'one record');
  const isBlocked = kind === 'versions' && answers.some(({ design }) => design === 'means');
  return [...(isSingle ? [single] : []), ...(isBlocked ? [blocked] : [])];
};

const single: Doubt = {
  check: 'one-record',
  severity: 'info',
  message: `With one record per side, two runs of the same code are assumed to differ by up to ${formatPercent(ASSUMED_BETWEEN_RUNS)}: no smaller difference is called faster, slower or the same.`,
  advice: 'Make at least three records of each side, alternately: then that difference is measured.',
};

const blocked: Doubt = {
  check: 'not-in-turns',
  severity: 'warning',
  message:
    'The records of the two sides were not made alternately, or are fewer than three each: a machine that drifted in between looks like a change.',
  advice: 'Run before, after, before, after … and compare the records pair by pair.',
};
