import { createFakeEngine } from '../fake.js';
import { findEngine } from '../index.js';
import type { Misfortune } from './fixtures/misfortunes.js';
import { byTask, type ContractRow, describeContract } from './testing/contract.js';
import { otherPools } from './testing/other-pools.js';

// Serial and promises run in the caller's own process, send no results, and a task that exits would end the tests.
const table: ContractRow[] = [
  { engine: createFakeEngine({ losesAt: exitCodeOf }), workers: 2 },
  { engine: findEngine('threads'), workers: 2 },
  { engine: findEngine('processes'), workers: 2 },
  { engine: findEngine('serial'), workers: 1, exits: 'end the tests', unsentResult: 'nothing' },
  { engine: findEngine('promises'), workers: 3, exits: 'end the tests', unsentResult: 'nothing' },
];

function exitCodeOf(task: unknown): number | undefined {
  const misfortune = task as Misfortune;
  return misfortune.kind === 'exit' ? misfortune.code : undefined;
}

describeContract(table);
// Under the other dispatches: `npm run test:faults`.
describeContract(
  otherPools,
  byTask.filter(({ name }) => name === 'imapUnordered'),
);
