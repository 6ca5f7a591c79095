import { messageOf, WorkerLostError } from '../../src/errors.js';
import { Pool, taskOf } from '../../src/pool/index.js';
import { type Random, shuffle } from '../../src/stats/index.js';
import { within } from '../../src/workers/session/index.js';
import type { Scene } from './scene.js';
import type { Stage } from './stage.js';
import type { Item } from './tasks.js';

type Tasks = typeof import('./tasks.js');
type Fault = NonNullable<Item['fault']>;

const tasksModule = new URL('./tasks.js', import.meta.url);
const WORKERS = 2;
const CALLS = 4;
const MOST_ITEMS = 2_000;
/** Of each call; so many that no worker is lost right after another. */
const MOST_FAULTS = 3;
/** Longer than any call takes, ms. */
const LONGEST_MS = 60_000;

/** Calls of every kind, some of whose items go wrong; each item must settle once, as what it is. */
export function poolWork(engine: 'threads' | 'processes'): Scene {
  return {
    fault: `Pool of ${engine}`,
    async play(stage) {
      const { tally, name, random } = stage;
      const piece = pieceOfWork(engine, stage, random);
      await within(piece, LONGEST_MS, () => new Error('the pool hung')).catch((error) =>
        tally.wrong('runs that hung', `${name}: ${messageOf(error)}`),
      );
    },
  };
}

async function pieceOfWork(engine: 'threads' | 'processes', stage: Stage, random: Random): Promise<void> {
  const { tally, name } = stage;
  const pool = await Pool.open<Tasks>(tasksModule, { engine, workers: WORKERS, onLog: () => undefined });
  try {
    for (let call = 0; call < CALLS; call++) {
      const given = itemsFor(engine, random);
      const how = calls[random.int(calls.length)]!;
      const settled = await how(pool, given, random);
      const wrong = unlike(given, settled);
      tally.wrong(
        'tasks lost',
        `${name}: ${how.name} of ${given.length}: ${wrong} settled as they should not`,
        wrong,
      );
      tally.poolTasks += given.length;
      for (const { fault } of given) if (fault) tally.injected(`Pool: an item ${fault}`);
    }
    await checkSums(pool, stage, random);
    const { submitted, done, failed, lost, cancelled } = pool.stats;
    const open = submitted - done - failed - lost - cancelled;
    tally.wrong('tasks lost', `${name}: ${JSON.stringify(pool.stats)}`, Math.abs(open));
    if (random.int(2) === 0) await checkTerminated(pool, stage);
  } finally {
    await (random.int(2) === 0 ? pool.close() : pool.terminate());
    await pool.join();
  }
}

function itemsFor(engine: 'threads' | 'processes', random: Random): Item[] {
  const items: Item[] = Array.from({ length: 1 + random.int(MOST_ITEMS) }, (_, n) => ({ n }));
  const faults: Fault[] = ['throws', 'throws nothing', 'rejects', 'cannot be sent', 'leaves'];
  if (engine === 'processes') faults.push('is killed');
  for (const item of shuffle(items, random).slice(0, random.int(MOST_FAULTS + 1)))
    item.fault = faults[random.int(faults.length)]!;
  return items;
}

type Settled = PromiseSettledResult<unknown>[];

/** A chunk goes with the worker that has begun it, so chunks are of one item each. */
const one = { chunksize: 1, settled: true } as const;

async function map(pool: Pool<Tasks>, items: Item[]): Promise<Settled> {
  return pool.map('doubled', items, one);
}

async function starmap(pool: Pool<Tasks>, items: Item[]): Promise<Settled> {
  return pool.starmap(
    'doubled',
    items.map((item): [Item] => [item]),
    one,
  );
}

async function imap(pool: Pool<Tasks>, items: Item[]): Promise<Settled> {
  const settled: Settled = [];
  for await (const each of pool.imap('doubled', items, one)) settled.push(each);
  return settled;
}

/** Back in order: values tell their item, and so do errors. What came twice or of no item is left over. */
async function imapUnordered(pool: Pool<Tasks>, items: Item[]): Promise<Settled> {
  const settled: Settled = [];
  const others: Settled = [];
  for await (const each of pool.imapUnordered('doubled', items, one)) {
    const place =
      each.status === 'fulfilled' ? (each.value as number) / 2 : (taskOf(each.reason)?.index ?? -1);
    if (place in items && !(place in settled)) settled[place] = each;
    else others.push(each);
  }
  return [...settled, ...others];
}

async function apply(pool: Pool<Tasks>, items: Item[]): Promise<Settled> {
  return Promise.allSettled(items.map((item) => pool.apply('doubled', [item])));
}

const calls: readonly ((pool: Pool<Tasks>, items: Item[], random: Random) => Promise<Settled>)[] = [
  map,
  starmap,
  imap,
  imapUnordered,
  apply,
];

/** Faults that take the worker down. */
const deadly: readonly (Fault | undefined)[] = ['leaves', 'is killed'];

/**
 * How many of the items have not what they should have, or nothing, or more than one outcome. Very short items are done
 * and answered several at a time: those that a worker had done and not yet answered are lost with it, and say so.
 */
function unlike(items: readonly Item[], settled: Settled): number {
  const losesOthers = items.some(({ fault }) => deadly.includes(fault));
  const wrong = items.filter(({ n, fault }, place) => {
    const got = settled[place];
    if (got?.status !== 'rejected') return fault !== undefined || got?.value !== 2 * n;
    return fault === undefined && !(losesOthers && got.reason instanceof WorkerLostError);
  });
  return wrong.length + Math.abs(settled.length - items.length);
}

async function checkSums(pool: Pool<Tasks>, { tally, name }: Stage, random: Random): Promise<void> {
  const count = random.int(MOST_ITEMS);
  const sums = await pool.consume(
    'summed',
    Array.from({ length: count }, (_, n) => n),
  );
  const sum = sums.reduce((total, each) => total + each, 0);
  tally.wrong(
    'tasks lost',
    `${name}: consume of ${count}: ${sum}`,
    sum === (count * (count - 1)) / 2 ? 0 : 1,
  );
  tally.poolTasks += count;
}

/** What runs for ever and what waits behind it reject when the pool is terminated. */
async function checkTerminated(pool: Pool<Tasks>, { tally, name }: Stage): Promise<void> {
  const endless = Array.from({ length: 2 * WORKERS }, () => pool.apply('endless'));
  const settled = Promise.allSettled(endless);
  tally.injected('Pool: terminated with endless tasks');
  await pool.terminate();
  const wrong = (await settled).filter(
    (one) => one.status !== 'rejected' || !(one.reason instanceof WorkerLostError),
  );
  tally.wrong('tasks lost', `${name}: terminated`, wrong.length);
}
