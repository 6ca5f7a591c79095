import { describe, expect, it } from 'vitest';
import { UsageError, WorkerLostError } from '../../../errors.js';
import type { Scenario } from '../../../scenario/index.js';
import { isFailure } from '../../session/index.js';
import { chunk, errorOf, openFake as open, plain } from './testing/open-fake.js';

describe('a lost worker', () => {
  const losesAt = (task: unknown) => (task === 'exit' ? 3 : undefined);

  it('takes the chunk it had started with it; spares go on, on it or on others', async () => {
    const session = await open({ losesAt, startupMs: 100, chunksAWorker: 2, workers: 2 });
    const lost: unknown[] = [];
    session.on('lost', (entry) => lost.push(entry));
    const results = await Promise.all([
      session.run(chunk(0, 'a', 'exit', 'b'), 0),
      session.run(chunk(3, 'c'), 0),
      session.run(chunk(4, 'd'), 1),
    ]);
    const error = errorOf(results[0]!.outcomes[2]) as WorkerLostError;
    expect(error).toBeInstanceOf(WorkerLostError);
    expect(error).toMatchObject({ worker: 0, exitCode: 3 });
    expect(results[0]!.outcomes.map((outcome) => [outcome.index, isFailure(outcome)])).toEqual([
      [0, true],
      [1, true],
      [2, true],
    ]);
    expect(results[1]!.outcomes).toEqual([{ index: 3, value: 'c' }]);
    expect(lost).toMatchObject([{ worker: 0, exitCode: 3, signal: null }]);
    expect((await session.run(chunk(5, 'e'), 0)).outcomes).toEqual([{ index: 5, value: 'e' }]);
  });

  it('that cannot be replaced leaves every task settled', async () => {
    let setups = 0;
    const scenario: Scenario = {
      ...plain,
      setup() {
        if (++setups > 2) throw new Error('no table');
      },
    };
    const session = await open({ scenario, losesAt, workers: 2 });
    const results = await Promise.all([session.run(chunk(0, 'exit')), session.run(chunk(1, 'a', 'b'))]);
    expect(results.flatMap(({ outcomes }) => outcomes).every(isFailure)).toBe(true);
    expect(errorOf((await session.run(chunk(3, 'c'))).outcomes[0]).message).toContain('no table');
    await session.close();
  });

  it('is what replace and terminate make of one', async () => {
    const session = await open({ workers: 2 });
    const runs = [session.run(chunk(0, 'a')), session.run(chunk(1, 'b'))];
    await session.replace(0);
    expect(errorOf((await runs[0]!).outcomes[0]).message).toContain('replaced');
    await session.terminate();
    expect(errorOf((await runs[1]!).outcomes[0]).message).toContain('terminated');
    expect(session.clock.now()).toBe(0);
    await expect(session.run(chunk(2, 'c'))).rejects.toThrow(UsageError);
    await session.close();
  });

  it('that does not exist cannot be replaced', async () => {
    const session = await open({});
    await expect(session.replace(1)).rejects.toThrow(UsageError);
  });
});

describe('closing', () => {
  it('finishes what runs, takes nothing more, and may be repeated', async () => {
    const session = await open({ workers: 2 });
    const runs = [session.run(chunk(0, 'a')), session.run(chunk(1, 'b')), session.run(chunk(2, 'c'))];
    await Promise.all([session.close(), session.close()]);
    expect((await Promise.all(runs)).flatMap(({ outcomes }) => outcomes)).toHaveLength(3);
    expect(session.clock.now()).toBe(20);
    await expect(session.run(chunk(3, 'd'))).rejects.toThrow('closed');
    await session.terminate();
  });
});
