import { describe, expect, it } from 'vitest';
import { OverdueError } from '../../../errors.js';
import { createFakeEngine, type Engine } from '../../../workers/engines/index.js';
import type { Session } from '../../../workers/session/index.js';
import { Stage } from '../bench-host/stage.js';
import { withSessions } from './sessions.js';

const spec = { module: 'unused', export: 'default', params: {}, workers: 1, seed: 1 };
const scenario = { name: 's', description: '', params: {}, tasks: () => [1], run: () => 1, cost: () => 1 };
const overdue = new OverdueError('`teardown` of s had not returned after 60.0 s.');

/** The session of the spec with seed 2 cannot be opened, or has a teardown that does not return. */
function engineThat(hangs: boolean, closed: number[]): Engine {
  const fake = createFakeEngine({ scenario });
  return {
    ...fake,
    async open(asked, signal, heard = {}) {
      const session = await fake.open(asked, signal, heard);
      if (asked.seed === 2 && !hangs) throw new Error('cannot be opened');
      return Object.assign(Object.create(session) as Session, {
        close: async () => {
          closed.push(asked.seed);
          if (asked.seed === 2) heard.unfinished?.({ worker: 0, error: overdue });
        },
      });
    },
  };
}

async function withTwo(hangs: boolean, work: () => Promise<string>) {
  const closed: number[] = [];
  const specs = [spec, { ...spec, seed: 2 }];
  const result = await withSessions(engineThat(hangs, closed), specs, new Stage(), work).catch(
    (thrown: Error) => thrown.message,
  );
  return { closed, result };
}

describe('sessions are closed', () => {
  it('where a teardown does not return: then that is what went wrong', async () => {
    expect(await withTwo(true, async () => 'done')).toEqual({ closed: [1, 2], result: overdue.message });
  });

  it('where the work failed: then that did', async () => {
    const fail = async () => Promise.reject(new Error('a task failed'));
    expect(await withTwo(true, fail)).toEqual({ closed: [1, 2], result: 'a task failed' });
  });

  it('where another one cannot be opened', async () => {
    expect(await withTwo(false, async () => 'done')).toEqual({ closed: [1], result: 'cannot be opened' });
  });
});
