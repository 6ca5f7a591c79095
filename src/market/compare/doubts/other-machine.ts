import { hostOf, instanceTypeOf } from '../records.js';
import type { DoubtCheck } from './doubt-context.js';
import { whoHasWhich } from './doubt-context.js';

/** Before and after ran on different machines. */
export const otherMachine: DoubtCheck = ({ kind, records }) => {
  const told =
    kind === 'versions'
      ? whoHasWhich(records, (one) => {
          const { cpu, allowedCpus, memoryGiB } = hostOf(one);
          return `${instanceTypeOf(one) ?? cpu}, ${allowedCpus} CPUs, ${memoryGiB} GiB`;
        })
      : undefined;
  if (told === undefined) return [];
  return [
    {
      check: 'other-machine',
      severity: 'warning',
      message: `Not all records are from one machine: ${told}.`,
      advice: 'A difference may come from the machines. Measure both versions on one of them.',
    },
  ];
};
