import { ChildProcess } from 'node:child_process';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { engines } from '../index.js';

const module = new URL('./fixtures/lingering.js', import.meta.url).href;

afterEach(() => void vi.restoreAllMocks());

// Pools of other packages end their workers in their own way.
const ours = engines.filter((engine) => engine.placement === 'workers' && !engine.takes && !engine.package);

describe.each(ours)('$name', (engine) => {
  it('lets workers leave by themselves, also those that left a timer running', async () => {
    const ended = [vi.spyOn(Worker.prototype, 'terminate'), vi.spyOn(ChildProcess.prototype, 'kill')];
    const session = await engine.open({ module, export: 'default', params: {}, workers: 2, seed: 1 });
    const { outcomes } = await session.run({ first: 0, tasks: [7] });
    await session.close();
    expect(outcomes).toEqual([{ index: 0, value: 7 }]);
    for (const spy of ended) expect(spy).not.toHaveBeenCalled();
  });
});
