import { listed } from '../../../stats/index.js';
import { isVirtual } from '../records.js';
import type { DoubtCheck } from './doubt-context.js';

/** Times that a cost function made. */
export const virtualTime: DoubtCheck = ({ groups }) => {
  const virtual = groups.filter(({ records }) => records.some(isVirtual));
  if (virtual.length === 0) return [];
  const names = listed(virtual.map(({ name }) => name));
  return [
    {
      check: 'virtual-time',
      severity: virtual.length === groups.length ? 'info' : 'warning',
      message: `${names} ran on the fake engine: the times come from the scenario’s cost function, not from a machine.`,
      advice: 'They only sketch what a machine might do: measure on the machine itself.',
    },
  ];
};
