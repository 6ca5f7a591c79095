import type { ComparedRecord } from '../records.js';
import type { Doubt } from '../schema.js';
import { type DoubtCheck, whoHasWhich } from './doubt-context.js';

interface Circumstance {
  check: string;
  what: string;
  read(one: ComparedRecord): string;
  advice: string;
}

const circumstances: readonly Circumstance[] = [
  {
    check: 'other-node',
    what: 'The version of Node',
    read: ({ record }) => record.header.host.node,
    advice:
      'Part of a difference may be the JavaScript engine’s. Use the same version, or compare just these two.',
  },
  {
    check: 'other-corewise',
    what: 'The version of corewise',
    read: ({ record }) => record.header.versions.corewise ?? 'unknown',
    advice: 'Engines and dispatches may have become faster. Measure again with one version.',
  },
  {
    check: 'other-seed',
    what: 'The seed',
    read: ({ record }) => String(record.header.seed),
    advice: 'Another seed makes other tasks. Measure again with the same --seed.',
  },
  {
    check: 'other-pin',
    what: 'How workers are pinned',
    read: ({ record }) => record.header.plan.pin,
    advice: 'Measure again with the same --pin.',
  },
];

/** Node, corewise, seed or pinning is not the same everywhere. */
export const otherEnvironment: DoubtCheck = ({ records }) =>
  circumstances.flatMap(({ check, what, read, advice }): Doubt[] => {
    const told = whoHasWhich(records, read);
    return told === undefined
      ? []
      : [{ check, severity: 'warning', message: `${what} differs: ${told}.`, advice }];
  });
