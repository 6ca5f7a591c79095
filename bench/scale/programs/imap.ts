// Numbers through `imap` and back, added up: `node imap.js ENGINE CHUNKSIZE ITEMS`. Says what the process held when the
// first tenth had come, and the last.
import { Pool } from '../../../src/pool/index.js';
import { formatMemory } from '../../../src/stats/index.js';

const [engine, chunksize, items] = process.argv.slice(2);
const count = Number(items);
const TENTHS = 10;

function* numbers(): Generator<number> {
  for (let n = 0; n < count; n++) yield n;
}

const pool = await Pool.open<typeof import('./same.js')>(new URL('./same.js', import.meta.url), {
  engine: engine as 'threads' | 'processes',
  workers: 2,
});
let [sum, got] = [0, 0];
const heldMiB: number[] = [];
for await (const n of pool.imap('same', numbers(), { chunksize: Number(chunksize) })) {
  sum += n;
  if (++got % Math.ceil(count / TENTHS) === 0) heldMiB.push(process.memoryUsage.rss() / 2 ** 20);
}
await pool.close();
await pool.join();
if (got !== count || sum !== (count * (count - 1)) / 2)
  throw new Error(`${got} results, which sum up to ${sum}`);
const { done } = pool.stats;
process.stdout.write(
  `${done.toLocaleString('en-US')} done; held ${formatMemory(heldMiB[0] ?? 0)} after a tenth, ${formatMemory(heldMiB.at(-1) ?? 0)} in the end`,
);
