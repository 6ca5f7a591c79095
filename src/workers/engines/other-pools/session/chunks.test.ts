import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { WorkerLostError } from '../../../../errors.js';
import { isFailure } from '../../../session/index.js';
import { StopRequests } from '../../message-fed/stop-requests.js';
import { realTime } from '../../message-fed/timeline.js';
import { memoryBegunCell, memoryBegunCells } from '../../protocol/begun-cells.js';
import { memoryStopFlag, STOP_FLAG_BYTES } from '../../protocol/stop-flag.js';
import { laneBytes, memoryLanes, takeLane } from '../lanes.js';
import type { OtherPool } from '../other-pool.js';
import { OtherChunks } from './chunks.js';
import { Watch } from './watch.js';

const PROCESS = 7;

/** Chunks at one process, of which it has begun the first. */
function atOneProcess(count = 2) {
  const worker = Object.assign(new EventEmitter(), { id: PROCESS, end: async () => undefined });
  const rejecting: ((thrown: unknown) => void)[] = [];
  const pool: OtherPool = {
    run: () => new Promise((_, reject) => rejecting.push(reject)),
    workers: () => [worker],
    destroy: async () => undefined,
  };
  const lanes = new Int32Array(new SharedArrayBuffer(laneBytes(1)));
  const cells = new Int32Array(new SharedArrayBuffer(4));
  const begunCells = memoryBegunCells(cells);
  takeLane(lanes, PROCESS);
  const watch = new Watch({
    ...{ pool, begunCells, lanes: memoryLanes(lanes), workers: 1 },
    ended: (lane, { code, signal }) => new WorkerLostError('lost', lane, code, signal),
  });
  watch.look();
  const stopCells = new Uint8Array(STOP_FLAG_BYTES);
  const chunks = new OtherChunks({
    other: { name: 'other', package: 'other', description: '', settings: '', atOnce: 2 },
    ...{ workers: 1, pool, watch, stops: new StopRequests(memoryStopFlag(stopCells), realTime) },
    broken: () => undefined,
    survived: () => undefined,
    said: () => undefined,
    breakUp: () => undefined,
  });
  const settled: string[] = [];
  for (let first = 0; first < count; first++)
    chunks.take(
      { first, tasks: [first] },
      {
        settled: ({ outcomes }) =>
          void settled.push(`${first}: ${isFailure(outcomes[0]!) ? 'lost' : 'done'}`),
        refused: () => void settled.push(`${first}: refused`),
      },
    );
  memoryBegunCell(cells, 0).began(0);
  return { worker, rejecting, settled };
}

it.each(['EPIPE', 'ERR_IPC_CHANNEL_CLOSED'])(
  'what a process had begun that can be reached no more (%s) is lost with it, and goes to no other',
  async (code) => {
    const { worker, rejecting, settled } = atOneProcess();
    const thrown = Object.assign(new Error('write'), { code });
    for (const reject of [...rejecting]) reject(thrown);
    await new Promise(setImmediate);
    expect({ given: rejecting.length, settled }).toEqual({ given: 2, settled: [] });
    worker.emit('exit', 1, null);
    await new Promise(setImmediate);
    expect({ given: rejecting.length, settled }).toEqual({ given: 3, settled: ['0: lost'] });
  },
);

it('many that wait for one end are no leak to warn of', async () => {
  const warnings: string[] = [];
  const hear = ({ message }: Error) => warnings.push(message);
  process.on('warning', hear);
  const { worker, rejecting } = atOneProcess(16);
  for (const reject of [...rejecting]) reject(Object.assign(new Error('write'), { code: 'EPIPE' }));
  await new Promise(setImmediate);
  worker.emit('exit', 1, null);
  await new Promise(setImmediate);
  process.off('warning', hear);
  expect({ warnings, given: rejecting.length }).toEqual({ warnings: [], given: 31 });
});
