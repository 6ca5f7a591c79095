import { expect, it } from 'vitest';
import { LeastLoaded } from './least-loaded.js';

it('gives chunks breadth first, then to whoever has room', () => {
  const loads = new LeastLoaded(3);
  expect([0, 0, 0, 0, 0].map(() => loads.take())).toEqual([0, 1, 2, 0, 1]);
  loads.release(1, 2);
  expect([loads.take(), loads.take(), loads.take()]).toEqual([1, 2, 1]);
});

it('is right about who holds least, whatever happened before', () => {
  const loads = new LeastLoaded(5);
  const held = [0, 0, 0, 0, 0];
  for (let step = 0; step < 2_000; step++) {
    const worker = (step * 7919) % 5;
    if (held[worker]! > 2) {
      const chunks = 1 + (step % held[worker]!);
      loads.release(worker, chunks);
      held[worker]! -= chunks;
    }
    const taken = loads.take();
    expect(held[taken]).toBe(Math.min(...held));
    held[taken]!++;
  }
});
