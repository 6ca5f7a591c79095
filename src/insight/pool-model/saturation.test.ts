import { describe, expect, it } from 'vitest';
import { dispatcherSaturatesAt } from './saturation.js';
import { simulatePool } from './simulation/simulate.js';
import { inventCosts } from './testing/simulated.js';

const costs = inventCosts({ perChunkMs: 0.5, dispatcherPerChunkMs: 0.1, latencyMs: 0.4 });

describe('the workers at which the dispatcher is busy all the time', () => {
  it('are as many as it can serve while one of them is away', () => {
    // 9 ms of task, 0.5 of the worker's own, 0.4 on the way and 0.1 at the dispatcher: 100 times its 0.1.
    expect(dispatcherSaturatesAt({ taskMs: 9, chunksize: 1, costs })).toBeCloseTo(100, 9);
    expect(dispatcherSaturatesAt({ taskMs: 9, chunksize: 10, costs })).toBeCloseTo(910, 9);
  });

  it('are what the simulation shows: half of them, and it is half busy', () => {
    const share = (workers: number) => {
      const taskMs = new Array<number>(100 * workers).fill(9);
      return simulatePool({ taskMs, workers, chunksize: 1, dispatch: 'imapUnordered', costs })
        .dispatcherShare;
    };
    expect(share(50)).toBeCloseTo(0.5, 1);
    expect(share(100)).toBeGreaterThan(0.95);
    expect(share(200)).toBeGreaterThan(0.99);
  });

  it('are never fewer than one, and without end where dispatching costs nothing', () => {
    expect(
      dispatcherSaturatesAt({ taskMs: 0, chunksize: 1, costs: inventCosts({ dispatcherPerTaskMs: 5 }) }),
    ).toBe(1);
    expect(dispatcherSaturatesAt({ taskMs: 9, chunksize: 1, costs: inventCosts() })).toBe(
      Number.POSITIVE_INFINITY,
    );
  });

  it('are more where short chunks travel together', () => {
    const dear = { ...costs, dispatcherPerFurtherChunkMs: 0.1 };
    const cheap = { ...costs, perFurtherChunkMs: 0.001, dispatcherPerFurtherChunkMs: 0.001 };
    const at = (of: typeof costs) => dispatcherSaturatesAt({ taskMs: 0.01, chunksize: 1, costs: of });
    expect(at(cheap)).toBeGreaterThan(at({ ...dear, perFurtherChunkMs: 0.001 }));
  });
});
