import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from '../../errors.js';
import { isPool, PROMISES } from '../../measure/cases/index.js';
import type { Outcome, Session } from '../session/index.js';
import type { Meeting } from './fixtures/meeting.js';
import { engines, findEngine, isInlineEngine } from './index.js';

const module = new URL('./fixtures/meeting.js', import.meta.url).href;
const AT_ONCE = 3;
const givenBy = (outcome: Outcome | undefined) =>
  outcome && 'value' in outcome ? (outcome.value as { worker: number; state: number }) : undefined;

describe('promises', () => {
  let session: Session;
  beforeEach(async () => {
    const spec = { module, export: 'default', params: {}, workers: AT_ONCE, seed: 1 };
    session = await findEngine(PROMISES).open(spec);
  });
  afterEach(() => session.close());

  const run = (first: number, task: Meeting) => session.run({ first, tasks: [task] });

  it('has as many tasks in flight as workers: each waits until all of them have begun', async () => {
    expect(session.capacity).toBe(AT_ONCE);
    const results = await Promise.all([0, 1, 2].map((at) => run(at, { kind: 'meet', parties: AT_ONCE })));
    expect(results.map(({ telemetry }) => telemetry.worker)).toEqual([0, 1, 2]);
    expect(results.map(({ outcomes }) => givenBy(outcomes[0])?.worker)).toEqual([0, 1, 2]);
  });

  it('has a state a worker, as a pool has', async () => {
    const results = await Promise.all([0, 1, 2].map((at) => run(at, { kind: 'meet', parties: 0 })));
    const states = results.map(({ outcomes }) => givenBy(outcomes[0])?.state);
    expect(new Set(states).size).toBe(AT_ONCE);
  });

  it('stops one task of those in flight, and then the others', async () => {
    const running = [0, 1, 2].map((at) => run(at, { kind: 'until stopped' }));
    session.stop([1]);
    const first = await Promise.race(running);
    expect(first.outcomes[0]?.index).toBe(1);
    session.stop();
    expect(await Promise.all(running)).toHaveLength(AT_ONCE);
  });

  it('ends what waits by asking it to stop', async () => {
    const running = [0, 1, 2].map((at) => run(at, { kind: 'until stopped' }));
    await session.terminate();
    expect(await Promise.all(running)).toHaveLength(AT_ONCE);
  });

  it('tells an equal share of the thread’s counters to each worker, and none to a chunk', async () => {
    const { telemetry } = await run(0, { kind: 'meet', parties: 0 });
    expect(telemetry.cpuNs).toBeUndefined();
    const [one, ...others] = await session.usage();
    expect(others).toEqual([1, 2].map((worker) => ({ ...one, worker })));
    expect(await session.usage(2)).toMatchObject([{ worker: 2 }]);
  });

  it('cannot replace its only thread', async () => {
    await expect(session.replace(0)).rejects.toThrow(UsageError);
    await expect(session.replace(0)).rejects.toThrow('promises runs on the caller’s own thread');
  });
});

it('what has no workers of its own is no pool, whoever asks', () => {
  const inline = engines.map(({ name }) => name).filter((name) => !isPool(name));
  expect(inline).toEqual(['serial', PROMISES]);
  expect(inline).toEqual(engines.map(({ name }) => name).filter(isInlineEngine));
});
