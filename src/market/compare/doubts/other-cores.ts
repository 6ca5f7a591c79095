import { formatCpuList } from '../../../host/index.js';
import { formatCores } from '../../../stats/index.js';
import { nameOf } from '../measured.js';
import type { ComparedRecord } from '../records.js';
import type { Doubt } from '../schema.js';
import { type DoubtCheck, whoHasWhich } from './doubt-context.js';

/** The CPUs that runs could use are not the same where they should be: on one machine, or before and after. */
export const otherCores: DoubtCheck = ({ kind, groups, records, answered }) => {
  const sets = kind === 'versions' ? [records] : groups.map((group) => group.records);
  const differing = sets.flatMap((set) => whoHasWhich(set, cpusOf) ?? []).map(differ);
  const confined = answered.flatMap(({ work, entries }) => {
    const some = entries.filter(({ setting }) => setting.confinedTo !== null);
    const told = some.map(({ group, setting }) => `${group}: ${nameOf(setting)}`);
    return some.length > 0 && some.length < entries.length ? [partly(work.title, told)] : [];
  });
  return [...differing, ...confined];
};

function cpusOf({ record }: ComparedRecord): string {
  const { allowed, quotaCpus } = record.header.host;
  const quota = quotaCpus === null ? '' : ` with a quota of ${formatCores(quotaCpus)}`;
  return `CPUs ${formatCpuList(allowed)}${quota}`;
}

function differ(told: string): Doubt {
  return {
    check: 'other-cores',
    severity: 'warning',
    message: `The CPUs that runs could use differ: ${told}.`,
    advice: 'Measure again with the same CPUs and the same quota: what differs may be theirs.',
  };
}

function partly(title: string, told: readonly string[]): Doubt {
  return {
    check: 'other-cores',
    severity: 'warning',
    message: `${title}: some were fastest on a part of their cores, the others on all (${told.join('; ')}).`,
    advice: 'For a comparison of whole machines measure without --cores.',
  };
}
