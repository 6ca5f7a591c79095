import type { Scenario } from '../../../../scenario/index.js';
import { isFailure, type Outcome, type Session } from '../../../session/index.js';
import { createFakeEngine, type FakeEngineOptions } from '../../fake.js';

/** A scenario whose tasks are their own results. */
export const plain: Scenario = {
  name: 'plain',
  description: '',
  params: {},
  tasks: () => [],
  run: (task) => task,
};

/** Virtual workers, for whom a task takes 10 ms unless told otherwise. */
export function openFake(options: FakeEngineOptions & { workers?: number }): Promise<Session> {
  const engine = createFakeEngine({ scenario: plain, cost: () => 10, ...options });
  return engine.open({ module: '', export: '', params: { unit: 5 }, workers: options.workers ?? 1, seed: 1 });
}

export const chunk = (first: number, ...tasks: unknown[]) => ({ first, tasks });

export function errorOf(outcome: Outcome | undefined): Error {
  if (!outcome || !isFailure(outcome)) throw new Error('a failure was expected');
  return outcome.error;
}
