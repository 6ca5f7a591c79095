import type { RunningChunk } from '../../../../workers/session/index.js';
import type { StageNow } from '../stage.js';
import { StageWatch } from '../stage-watch.js';

export const about = { title: 'imports', source: '/home/me/imports.ts', engine: 'threads' };
export const idle: StageNow = { stage: 'idle', sequence: 0, first: 0, tasks: 0 };

/** A watch that the test has look, over a host that is in the middle of what the test says. */
export function watched(limits = { loadMs: 60_000, taskMs: 600_000 }, visitMs?: number) {
  const host: { now: StageNow; running: RunningChunk[] | undefined } = { now: idle, running: [] };
  const said: string[] = [];
  let ms = 0;
  const watch = new StageWatch(
    {
      read: () => host.now,
      ask: async () => host.running,
      overdue: (error) => said.push(`ended: ${error.message}`),
      note: (text) => said.push(text),
    },
    limits,
    () => ms,
  );
  watch.begin(about, visitMs);
  return {
    watch,
    host,
    said,
    async lookAt(time: number) {
      ms = time;
      await watch.look();
    },
  };
}
