import { writeFileSync } from 'node:fs';
import { PoolBrokenError, WorkerLostError } from '../../../errors.js';
import { leftSince, ownResources } from '../../../testing/own-resources.js';
import { type Pool, taskOf } from '../../index.js';
import type { FaultyItem, Place } from '../fixtures/faulty.js';
import type { Caller, Cell } from './cells.js';
import { expectedError, isHanging, told } from './expected.js';
import { type Faulty, FaultyPool, Marks } from './faulty-pool.js';

/** What went wrong, by caller, and with the pool itself; nothing where all is as it should be. */
export type CellReport = Record<Caller | 'pool', string[]>;

/** The item that meets the fault; the others are fine. */
const BAD = 2;
const ITEMS = 6;

/** What became of an item, or of a consumer. */
type Settled = PromiseSettledResult<unknown>;

/** Lets the fault happen to a pool under each of these callers. Rejects where something hangs, and says what. */
export async function runCell(cell: Cell, callers: readonly Caller[], folder: string): Promise<CellReport> {
  const report: CellReport = {
    ...{ apply: [], map: [], starmap: [], imap: [], imapUnordered: [], consume: [], pool: [] },
  };
  const before = ownResources();
  const { stage } = cell;
  if (stage === 'import' || stage === 'initializer') await whileStarting(cell, callers, folder, report);
  else if (stage === 'close') await whileClosing(cell, callers, folder, report);
  else await whileServing(cell, callers, folder, report);
  report.pool.push(...(await leftSince(before)).map((left) => `left behind: ${left}`));
  return report;
}

/** One pool: each caller in turn, and after each the pool goes on. */
async function whileServing(
  cell: Cell,
  callers: readonly Caller[],
  folder: string,
  report: CellReport,
): Promise<void> {
  const { stage, fault } = cell;
  const isLater = stage === 'after the reply' || stage === 'idle';
  const marks = new Marks(folder);
  const faulty = await FaultyPool.open(cell, marks);
  const { pool } = faulty;
  try {
    for (const caller of callers) {
      faulty.logs.length = 0;
      faulty.lost.length = 0;
      const gate = marks.gate(caller);
      const settled = await faulty.inTime(caller, call(pool, caller, itemsFor(cell, gate)));
      report[caller].push(...wrongIn(cell, caller, settled));
      if (stage === 'idle') writeFileSync(gate, '');
      if (isLater && isHanging(fault)) await faulty.said('the fault comes');
      // A worker that stands still is noticed when it is to do something; any other one is gone.
      if (isLater && !isHanging(fault)) await faulty.hasLost(1);
      report[caller].push(...(await wrongAfterwards(faulty)));
      if (isLater) await faulty.hasLost(1);
    }
    report.pool.push(...wrongCounts(pool));
    await faulty.inTime('close', pool.close());
  } finally {
    await faulty.inTime('terminate', pool.terminate());
  }
}

/** All callers at once, of whom each ends a worker that none can replace. */
async function whileStarting(
  cell: Cell,
  callers: readonly Caller[],
  folder: string,
  report: CellReport,
): Promise<void> {
  const marks = new Marks(folder);
  const faulty = await FaultyPool.open(cell, marks);
  const { pool } = faulty;
  try {
    writeFileSync(marks.start, '');
    const all = callers.map(async (caller) => {
      const settled = await faulty.inTime(caller, call(pool, caller, itemsFor(cell, '')));
      report[caller].push(...wrongIn(cell, caller, settled));
    });
    await Promise.all(all);
    report.pool.push(...(await faulty.inTime('giving up', wrongUntilBroken(pool))));
    report.pool.push(...wrongCounts(pool));
    await faulty.inTime('close', pool.close());
  } finally {
    await faulty.inTime('terminate', pool.terminate());
  }
  const opened = await FaultyPool.open(cell, marks).catch((thrown: unknown) => thrown);
  if (opened instanceof FaultyPool) {
    report.pool.push('opened although no worker can start');
    await opened.pool.terminate();
  } else if (!(opened instanceof Error)) report.pool.push(`opening rejects with ${told(opened)}`);
}

/** A pool for each caller. */
async function whileClosing(
  cell: Cell,
  callers: readonly Caller[],
  folder: string,
  report: CellReport,
): Promise<void> {
  for (const caller of callers) {
    const faulty = await FaultyPool.open(cell, new Marks(folder));
    const { pool } = faulty;
    const settled = await faulty.inTime(caller, call(pool, caller, itemsFor(cell, '')));
    report[caller].push(...wrongIn(cell, caller, settled), ...wrongCounts(pool));
    await faulty.inTime('close', pool.close());
    await faulty.inTime('join', pool.join());
  }
}

function itemsFor({ stage, fault }: Cell, gate: string): FaultyItem[] {
  const starting = stage === 'import' || stage === 'initializer';
  const isPlace =
    stage === 'run' || stage === 'result encode' || stage === 'after the reply' || stage === 'idle';
  const place: Place = starting ? 'leave' : isPlace ? stage : 'nowhere';
  return Array.from({ length: ITEMS }, (_, value) => {
    const item: FaultyItem = { value, place: value === BAD ? place : 'nowhere', fault, gate };
    return value === BAD && stage === 'argument decode' ? { ...item, ballast: hardToRead() } : item;
  });
}

/** One text here, many in the worker: a message holds a text as often as it is referred to. */
function hardToRead(): string[] {
  return new Array(600).fill('x'.repeat(200_000));
}

async function call(pool: Pool<Faulty>, caller: Caller, items: FaultyItem[]): Promise<Settled[]> {
  const options = { settled: true, chunksize: 1 } as const;
  switch (caller) {
    case 'apply':
      return Promise.allSettled(items.map((item) => pool.apply('perform', [item])));
    case 'map':
      return pool.map('perform', items, options);
    case 'starmap':
      return pool.starmap(
        'perform',
        items.map((item): [FaultyItem] => [item]),
        options,
      );
    case 'imap':
      return collected(pool.imap('perform', items, options));
    case 'imapUnordered':
      return inOrder(await collected(pool.imapUnordered('perform', items, options)));
    case 'consume':
      return Promise.allSettled([pool.consume('performAll', items)]);
  }
}

async function collected(results: AsyncIterable<Settled>): Promise<Settled[]> {
  const all: Settled[] = [];
  for await (const result of results) all.push(result);
  return all;
}

function inOrder(settled: readonly Settled[]): Settled[] {
  const placeOf = (one: Settled) =>
    one.status === 'fulfilled' ? (one.value as number) : (taskOf(one.reason)?.index ?? -1);
  return [...settled].sort((a, b) => placeOf(a) - placeOf(b));
}

function wrongIn(cell: Cell, caller: Caller, settled: readonly Settled[]): string[] {
  const { stage } = cell;
  const fits = expectedError(cell);
  // A pool that gives up takes along what it holds.
  const mayBreak = stage === 'import' || stage === 'initializer';
  const goesAlong = (one: Settled) =>
    one.status === 'rejected' &&
    (mayBreak ? one.reason instanceof WorkerLostError : takesAlong(cell) && fits!(one.reason));
  if (caller === 'consume') {
    const one = settled[0]!;
    if (one.status === 'rejected')
      return fits?.(one.reason) || goesAlong(one) ? [] : [`rejects with ${told(one.reason)}`];
    if (fits) return ['resolves'];
    const taken = (one.value as number[][]).flat().sort((a, b) => a - b);
    return taken.join() === '0,1,2,3,4,5' ? [] : [`took ${taken.join()}`];
  }
  const wrong = settled.flatMap((one, place) => {
    if (goesAlong(one)) return [];
    const isBad = fits !== undefined && place === BAD;
    if (one.status === 'fulfilled')
      return !isBad && one.value === place ? [] : [`item ${place} resolves with ${String(one.value)}`];
    return isBad && fits(one.reason) ? [] : [`item ${place} rejects with ${told(one.reason)}`];
  });
  return settled.length === ITEMS ? wrong : [...wrong, `${settled.length} of ${ITEMS} settled`];
}

async function wrongAfterwards(faulty: FaultyPool): Promise<string[]> {
  const next = faulty.pool.map('square', [1, 2, 3, 4], { chunksize: 1 });
  const settled = await faulty.inTime(
    'the next call',
    next.then(String, (thrown: unknown) => told(thrown)),
  );
  return settled === '1,4,9,16' ? [] : [`then: ${settled}`];
}

/**
 * Very short tasks come back several in a message. One whose worker ends without a word takes along those that ran just
 * before it, and one that ends it while the message is written all that are in it.
 */
function takesAlong({ stage, fault }: Cell): boolean {
  const isSudden = fault === 'SIGKILL' || fault === 'SIGSEGV' || fault === 'heap exhausted';
  const isExit = fault === 'exit 0' || fault === 'exit 1';
  return (stage === 'run' && isSudden) || (stage === 'result encode' && (isSudden || isExit));
}

/** Of the two workers one may live for a while. */
async function wrongUntilBroken(pool: Pool<Faulty>): Promise<string[]> {
  for (;;) {
    const thrown: unknown = await pool.apply('square', [2]).then(
      (value) => value,
      (error: unknown) => error,
    );
    if (thrown instanceof PoolBrokenError) return [];
    if (thrown !== 4 && !(thrown instanceof WorkerLostError)) return [`until it gives up: ${told(thrown)}`];
  }
}

function wrongCounts({ stats }: Pool<Faulty>): string[] {
  const { submitted, queued, running, done, failed, lost, cancelled } = stats;
  const addsUp = queued + running === 0 && submitted === done + failed + lost + cancelled;
  return addsUp ? [] : [`the counters do not add up: ${JSON.stringify(stats)}`];
}
