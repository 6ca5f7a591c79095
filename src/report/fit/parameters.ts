import { formatRate } from '../../stats/index.js';
import type { Column } from '../document/table.js';
import { figure, symbols } from '../laws/words.js';
import type { FittedCurve } from './document.js';

/** One parameter of a law, told by the points or assumed. */
interface ParameterRow {
  name: string;
  value: number;
  error?: number | undefined;
  isAssumed: boolean;
}

const meanings: Record<string, string> = {
  gamma: 'throughput of one worker',
  alpha: 'contention: what every worker waits for',
  beta: 'crosstalk: what every pair exchanges',
  turbo: 'how much slower a worker is beside others',
  yield: 'what a core gains from all its threads',
  knee: 'workers at which the curve bends',
  quotaCpus: 'CPUs that the quota allows',
  saturation: 'how fast the shared resource fills up',
};

/** γ first, the law's own, then what was assumed beside them. */
export function parameterRows({ parameters, standardErrors = {}, assumed }: FittedCurve): ParameterRow[] {
  const told = Object.entries(parameters).map(([name, value]) => ({
    name,
    value,
    error: standardErrors[name],
    isAssumed: false,
  }));
  return [...told, ...Object.entries(assumed).map(([name, value]) => ({ name, value, isAssumed: true }))];
}

/** γ as other throughputs are. */
function written(name: string, value: number): string {
  return name === 'gamma' ? formatRate(value) : figure(value);
}

export const parameterColumns: readonly Column<ParameterRow>[] = [
  {
    label: 'parameter',
    meaning: 'As the formula writes it',
    align: 'left',
    cell: ({ name }) => ({ text: symbols[name] ?? name }),
  },
  {
    label: 'value',
    meaning: 'What fits the points best, or what was assumed',
    align: 'right',
    cell: ({ name, value }) => ({ text: written(name, value) }),
    data: ({ value }) => ({ value }),
  },
  {
    label: 'standard error',
    meaning: 'For a parameter that was fitted',
    align: 'right',
    cell: ({ name, error, isAssumed }) => ({
      text: isAssumed ? 'assumed' : error === undefined ? 'found' : `± ${written(name, error)}`,
    }),
    data: ({ error }) => ({ error: error ?? null }),
  },
  {
    label: 'what it is',
    meaning: 'In words',
    align: 'left',
    cell: ({ name }) => ({ text: meanings[name] ?? '' }),
  },
];
