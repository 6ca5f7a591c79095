import { describe, expect, it } from 'vitest';
import { engines } from './index.js';

const module = new URL('./fixtures/lingering.js', import.meta.url).href;

/** The test's own time limit is the proof: a session waits five seconds for each worker that does not leave. */
const AT_ONCE_MS = 4_000;

describe.each(engines.filter(({ placement }) => placement === 'workers'))('$name', (engine) => {
  it(
    'ends workers that left a timer running',
    async () => {
      const session = await engine.open({ module, export: 'default', params: {}, workers: 2, seed: 1 });
      const { outcomes } = await session.run({ first: 0, tasks: [7] });
      await session.close();
      expect(outcomes).toEqual([{ index: 0, value: 7 }]);
    },
    AT_ONCE_MS,
  );
});
