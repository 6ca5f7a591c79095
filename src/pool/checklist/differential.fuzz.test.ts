import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fuzz } from '../../testing/fuzz.js';
import { need, needs } from '../../testing/needs.js';
import { Pool, taskOf } from '../index.js';
import { type Answer, answer, type Item } from './fixtures/pure.js';
import { collectUntilError, engines, fixture, rejection } from './testing/pools.js';
import { askPython, type PoolCall } from './testing/python-pool.js';

type Pure = typeof import('./fixtures/pure.js');

const python = need('python3');

/** What a plain loop makes of an item. */
type Fate = { index: number; value: Answer } | { index: number; message: string };

function fateOf(item: Item): Fate {
  try {
    return { index: item.index, value: answer(item) };
  } catch (error) {
    return { index: item.index, message: (error as Error).message };
  }
}

const fatesOf = (results: readonly PromiseSettledResult<Answer>[]): Fate[] =>
  results.map((result, place) =>
    result.status === 'fulfilled'
      ? { index: result.value.index, value: result.value }
      : { index: taskOf(result.reason)?.index ?? place, message: (result.reason as Error).message },
  );

const byIndex = <T extends { index: number }>(list: readonly T[]): T[] =>
  [...list].sort((a, b) => a.index - b.index);

/** Whatever a message carries unchanged. */
const value = fc.oneof(
  {
    weight: 9,
    arbitrary: fc
      .anything({
        ...{ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true },
        ...{ withSparseArray: true, maxDepth: 3 },
      })
      // Node holds no two dates of no moment for equal.
      .filter((any) => isDeepStrictEqual(any, structuredClone(any))),
  },
  fc.constantFrom<unknown>(
    ...[-0, 2 ** 53, Number.MIN_VALUE, '\ud800', '__proto__', '\u2028', undefined],
    ...[/a(?<name>b)+/giu, new ArrayBuffer(3), new Date(8.64e15)],
  ),
);
const chunksize = fc.constantFrom(undefined, 1, 2, 3, 7, 100);

interface TaskList {
  items: Item[];
  chunksize: number | undefined;
}

/** Tasks of any value, in half of the lists some of which fail. */
const taskList: fc.Arbitrary<TaskList> = fc
  .tuple(fc.array(fc.tuple(value, fc.nat(4)), { maxLength: 30 }), fc.boolean(), chunksize)
  .map(([list, somesFail, size]) => ({
    items: list.map(([value, chance], index) => ({ index, value, fails: somesFail && chance === 0 })),
    chunksize: size,
  }));

describe('threads, processes, the caller’s own thread and a plain loop agree', () => {
  const pools: Pool<Pure>[] = [];

  beforeAll(async () => {
    const open = (engine: (typeof engines)[number] | 'serial') =>
      Pool.open<Pure>(fixture('pure'), { engine, workers: engine === 'serial' ? 1 : 2 });
    pools.push(...(await Promise.all([...engines, 'serial' as const].map(open))));
  });
  afterAll(() => Promise.all(pools.map((pool) => pool.terminate())));

  it('on random lists of tasks, under every call', () =>
    fuzz('lists of tasks of a pool', taskList, async (list) => {
      for (const pool of pools) await compare(pool, list);
    }));
});

async function compare(pool: Pool<Pure>, { items, chunksize }: TaskList): Promise<void> {
  const sized = chunksize === undefined ? {} : { chunksize };
  const settled = { ...sized, settled: true } as const;
  const expected = items.map(fateOf);
  const same = (what: string, fates: readonly Fate[], wanted: readonly Fate[] = expected) => {
    // Beside its own message, `expect` would show values that look alike, as 0 and -0, alike.
    if (!isDeepStrictEqual(fates, wanted)) expect.fail(fates, wanted, `${what} on ${pool.engine}`);
  };
  same('map', fatesOf(await pool.map('answer', items, settled)));
  const tuples = items.map(({ index, value, fails }): [number, unknown, boolean] => [index, value, fails]);
  same('starmap', fatesOf(await pool.starmap('answerSpread', tuples, settled)));
  same('imap', fatesOf((await collectUntilError(pool.imap('answer', items, settled))).items));
  const unordered = await collectUntilError(pool.imapUnordered('answer', items, settled));
  same('imapUnordered', byIndex(fatesOf(unordered.items)));
  const answers = (await pool.consume('answerAll', items, sized)).flat();
  const alwaysFine = items.map((item) => fateOf({ ...item, fails: false }));
  same('consume', byIndex(answers.map((value) => ({ index: value.index, value }))), alwaysFine);

  const first = items.findIndex(({ fails }) => fails);
  const failsAt = first === -1 ? undefined : first;
  const failed = await rejection(pool.map('answer', items, sized));
  expect(taskOf(failed)?.index, `map on ${pool.engine}`).toBe(failsAt);
  const upToError = await collectUntilError(pool.imap('answer', items, sized));
  const before = failsAt === undefined ? expected : expected.slice(0, failsAt);
  same(
    'imap up to its error',
    upToError.items.map((value) => ({ index: value.index, value })),
    before,
  );
  expect(taskOf(upToError.error)?.index, `imap on ${pool.engine}`).toBe(failsAt);
}

const number = fc.nat(30_000);
const pythonSize = fc.constantFrom(null, 1, 2, 5, 64);

/** A failing item only where both pools settle each item alone: in chunks of one. */
const pythonCall: fc.Arbitrary<PoolCall> = fc.oneof(
  fc.record({
    method: fc.constant('starmap' as const),
    chunksize: pythonSize,
    items: fc.array(fc.tuple(number, fc.nat(1_000)), { maxLength: 120 }),
  }),
  fc.record({
    method: fc.constantFrom('map' as const, 'imap' as const),
    chunksize: pythonSize,
    items: fc.array(number, { maxLength: 120 }),
  }),
  fc.record({
    method: fc.constantFrom('map' as const, 'imap' as const),
    chunksize: fc.constant(1),
    items: fc.array(fc.oneof({ weight: 20, arbitrary: number }, fc.constant(-1)), { maxLength: 120 }),
  }),
);

describe.skipIf(python === undefined)(`multiprocessing.Pool and ours agree${needs('python3')}`, () => {
  const calls = fc.sample(pythonCall, { seed: Number(process.env.FUZZ_SEED ?? 1), numRuns: 60 });
  let wanted: ReturnType<typeof askPython>;

  beforeAll(() => {
    wanted = askPython(python!, calls);
  });

  it.each(engines)('on %s', async (engine) => {
    await using pool = await Pool.open<Pure>(fixture('pure'), { engine, workers: 2 });
    for (const [at, call] of calls.entries())
      expect(await ask(pool, call), `call ${at}, ${JSON.stringify(call)}`).toEqual(wanted[at]);
  });
});

async function ask(pool: Pool<Pure>, { method, items, chunksize }: PoolCall) {
  const options = chunksize === null ? {} : { chunksize };
  if (method === 'imap') {
    const { items: results, error } = await collectUntilError(
      pool.imap('residue', items as number[], options),
    );
    return { results, failed: error !== undefined };
  }
  const results =
    method === 'map'
      ? pool.map('residue', items as number[], options)
      : pool.starmap('residueOf', items as [number, number][], options);
  return results.then(
    (results) => ({ results, failed: false }),
    () => ({ results: [], failed: true }),
  );
}
