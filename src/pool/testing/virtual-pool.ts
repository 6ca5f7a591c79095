import { onTestFinished } from 'vitest';
import { Simulation } from '../../simulation/index.js';
import { createFakeEngine, type FakeEngineOptions, type SessionSpec } from '../../workers/engines/index.js';
import type { SessionEvents } from '../../workers/session/index.js';
import type { PoolOptions } from '../opening/options.js';
import { type Pool, poolOver } from '../pool.js';

/** What a task of a virtual pool is sent: what it gives, and how long it takes, ms. */
export interface VirtualItem {
  value: number;
  ms: number;
  /** Ends its worker with this code in place of giving its value. */
  exitCode?: number;
}

const functions = {
  perform: ({ value }: VirtualItem): number => value,
  async takeAll(items: AsyncIterable<VirtualItem>): Promise<number[]> {
    const taken: number[] = [];
    for await (const { value } of items) taken.push(value);
    return taken;
  },
};

export interface VirtualPool {
  pool: Pool<typeof functions>;
  simulation: Simulation;
  lost: Parameters<SessionEvents['lost']>[0][];
  /** Resolves after so many virtual ms. */
  pass(ms: number): Promise<void>;
}

/** A pool whose tasks take virtual time; terminated when the test is over. */
export async function openVirtualPool(
  options: PoolOptions & { workers: number },
  workers: FakeEngineOptions & { spec?: Partial<SessionSpec> } = {},
): Promise<VirtualPool> {
  const simulation = new Simulation();
  const itemOf = (task: unknown) => (Array.isArray(task) ? task[0] : task) as VirtualItem;
  const { spec, ...rest } = workers;
  const engine = createFakeEngine({
    ...{ simulation, functions },
    cost: (task) => itemOf(task).ms,
    losesAt: (task) => itemOf(task).exitCode,
    ...rest,
  });
  const { maxRestarts } = options;
  const session = await engine.open({
    ...{ module: '', export: '', params: {}, workers: options.workers, seed: 1, functions: {} },
    ...(maxRestarts && { maxRestarts }),
    ...spec,
  });
  const pool = poolOver<typeof functions>(session, { ...options, engine: 'fake' });
  const lost: VirtualPool['lost'] = [];
  pool.on('lost', (entry) => lost.push(entry));
  onTestFinished(() => pool.terminate());
  const pass = (ms: number) =>
    new Promise<void>((resolve) => {
      simulation.after(ms, resolve);
      simulation.drive();
    });
  return { pool, simulation, lost, pass };
}

/** Items that give their places; `of` says more of some. */
export const itemsOf = (
  count: number,
  of: (value: number) => Partial<VirtualItem> = () => ({}),
): VirtualItem[] => Array.from({ length: count }, (_, value) => ({ value, ms: 10, ...of(value) }));
