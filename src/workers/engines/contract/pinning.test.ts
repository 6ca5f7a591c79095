import { expect, it } from 'vitest';
import { readHost } from '../../../host/index.js';
import { need, needs } from '../../../testing/needs.js';
import { findEngine } from '../index.js';

const module = new URL('./fixtures/misfortunes.js', import.meta.url).href;

it.runIf(need('taskset')).each(['threads', 'processes'])(
  `workers of %s stay on the CPUs they are pinned to${needs('taskset')}`,
  async (engine) => {
    const { allowed } = await readHost();
    const pins = [allowed.at(-1)!, allowed[0]!];
    const spec = { module, export: 'default', params: {}, seed: 1, workers: 2, pins };
    const session = await findEngine(engine).open(spec);
    try {
      const usage = await session.usage();
      expect(usage.map(({ cpu, pinned }) => [cpu, pinned])).toEqual(pins.map((cpu) => [cpu, cpu]));
    } finally {
      await session.close();
    }
  },
);

it.runIf(need('taskset'))(
  `a CPU that may not be used leaves the worker free${needs('taskset')}`,
  async () => {
    const spec = { module, export: 'default', params: {}, seed: 1, workers: 1, pins: [100_000] };
    const session = await findEngine('threads').open(spec);
    try {
      const [usage] = await session.usage();
      expect(usage).not.toHaveProperty('pinned');
    } finally {
      await session.close();
    }
  },
);
