import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { median } from '../../src/stats/index.js';
import { ourPool } from './contenders.js';

/** A MiB to one worker and back, moved both ways: `node transfer.js bare|pool`; sends the median µs of an array. */
const BYTES = 2 ** 20;
const ARRAYS = 200;
const WARM_UP = 2;
const PASSES = 7;
const tasks = new URL('./transfer-tasks.js', import.meta.url);

type Bytes = Uint8Array<ArrayBuffer>;
type Move = (arrays: Bytes[]) => Promise<Bytes[]>;

async function bare(): Promise<Move> {
  const worker = new Worker(tasks, { workerData: 'bare' });
  return async (arrays) => {
    const moved: Bytes[] = [];
    for (const bytes of arrays) {
      worker.postMessage(bytes, [bytes.buffer]);
      const [answer] = (await once(worker, 'message')) as [Bytes];
      moved.push(answer);
    }
    return moved;
  };
}

async function pooled(): Promise<Move> {
  const Pool = await ourPool();
  const pool = await Pool.open<typeof import('./transfer-tasks.js')>(tasks, { workers: 1 });
  return async (arrays) => {
    const moved: Bytes[] = [];
    for (const bytes of arrays)
      moved.push((await pool.apply('keep', [bytes], { transfer: ([own]) => [own.buffer] })) as Bytes);
    return moved;
  };
}

const move = await (process.argv[2] === 'bare' ? bare() : pooled());
let arrays = Array.from({ length: ARRAYS }, () => new Uint8Array(BYTES));
const times: number[] = [];
for (let pass = 0; pass < WARM_UP + PASSES; pass++) {
  const from = performance.now();
  arrays = await move(arrays);
  times.push(((performance.now() - from) * 1e3) / ARRAYS);
  if (arrays.some((bytes) => bytes.length !== BYTES || bytes[0] !== (pass + 1) % 256))
    throw new Error('an array came back wrong');
}
process.send!(median(times.slice(WARM_UP)), () => process.exit());
