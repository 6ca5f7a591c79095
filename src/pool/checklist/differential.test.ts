import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Random, seededRandom } from '../../stats/index.js';
import { startProgram } from '../../testing/command-line.js';
import { need, needs } from '../../testing/needs.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { Pool, taskOf } from '../index.js';
import { type Answer, answer, type Item } from './fixtures/pure.js';
import { collectUntilError, engines, fixture, rejection, upTo } from './testing/pools.js';
import { askPython, type PoolCall } from './testing/python-pool.js';
import { randomItems } from './testing/random-values.js';

type Pure = typeof import('./fixtures/pure.js');

const seeds = upTo(20).map((index) => index + 1);
const folder = temporaryFolder();
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

describe.each([...engines, 'serial'] as const)('%s and a plain loop agree', (engine) => {
  let pool: Pool<Pure>;

  beforeAll(async () => {
    pool = await Pool.open<Pure>(fixture('pure'), { engine, workers: engine === 'serial' ? 1 : 2 });
  });
  afterAll(() => pool.terminate());

  function sized(random: Random): { chunksize?: number } {
    const chunksize = [undefined, 1, 2, 3, 7, 100][random.int(6)];
    return chunksize === undefined ? {} : { chunksize };
  }

  it.each(seeds)('seed %i', async (seed) => {
    const random = seededRandom(seed);
    const items = randomItems(random, 30);
    const tuples = items.map(({ index, value, fails }): [number, unknown, boolean] => [index, value, fails]);
    const expected = items.map(fateOf);
    const same = (what: string, fates: readonly Fate[], wanted: readonly Fate[] = expected) => {
      // Beside its own message, `expect` would show values that look alike, as 0 and -0, alike.
      if (!isDeepStrictEqual(fates, wanted)) expect.fail(fates, wanted, `${what} with seed ${seed}`);
    };
    const settled = { settled: true } as const;

    same('map', fatesOf(await pool.map('answer', items, { ...sized(random), ...settled })));
    same('starmap', fatesOf(await pool.starmap('answerSpread', tuples, { ...sized(random), ...settled })));
    const inOrder = await collectUntilError(pool.imap('answer', items, { ...sized(random), ...settled }));
    same('imap', fatesOf(inOrder.items));
    const unordered = await collectUntilError(
      pool.imapUnordered('answer', items, { ...sized(random), ...settled }),
    );
    same('imapUnordered', byIndex(fatesOf(unordered.items)));
    const answers = (await pool.consume('answerAll', items, sized(random))).flat();
    same(
      'consume',
      byIndex(answers.map((value) => ({ index: value.index, value }))),
      items.map((item) => fateOf({ ...item, fails: false })),
    );

    const first = items.findIndex(({ fails }) => fails);
    const before = first === -1 ? expected : expected.slice(0, first);
    const failed = await rejection(pool.map('answer', items, sized(random)));
    expect(taskOf(failed)?.index, `map with seed ${seed}`).toBe(first === -1 ? undefined : first);
    const upToError = await collectUntilError(pool.imap('answer', items, sized(random)));
    same(
      'imap up to its error',
      upToError.items.map((value) => ({ index: value.index, value })),
      before,
    );
    expect(taskOf(upToError.error)?.index, `imap with seed ${seed}`).toBe(first === -1 ? undefined : first);
  });
});

describe.skipIf(python === undefined)(`multiprocessing.Pool and ours agree${needs('python3')}`, () => {
  const calls = randomCalls(seededRandom(7), 60);
  let wanted: ReturnType<typeof askPython>;

  beforeAll(() => {
    wanted = askPython(python!, calls);
  });

  it.each(engines)('%s', async (engine) => {
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

/** A failing item only where both pools settle each item alone: in chunks of one. */
function randomCalls(random: Random, count: number): PoolCall[] {
  return upTo(count).map(() => {
    const method = (['map', 'starmap', 'imap'] as const)[random.int(3)]!;
    const chunksize = [null, 1, 2, 5, 64][random.int(5)]!;
    const numbers = upTo(random.int(120)).map(() => random.int(30_000));
    if (method === 'starmap') {
      return { method, chunksize, items: numbers.map((base): [number, number] => [base, random.int(1000)]) };
    }
    const fails = chunksize === 1 && numbers.length > 0 && random.int(3) === 0;
    return { method, chunksize, items: fails ? numbers.with(random.int(numbers.length), -1) : numbers };
  });
}

it.each([
  ['threads', 1, 250_000],
  ['processes', 100, 1_000_000],
])('on %s results taken by %i leave nothing behind, be they %i', async (engine, chunksize, count) => {
  const program = fileURLToPath(fixture('programs/imap-memory'));
  const options = ['--expose-gc', program, engine, String(chunksize), String(count)];
  const { code, stdout, stderr } = await startProgram(process.execPath, options, folder).ended;
  expect(code, stderr).toBe(0);
  const { results, sum, grownMiB } = JSON.parse(stdout) as { results: number; sum: number; grownMiB: number };
  expect({ results, sum }).toEqual({ results: count, sum: (count * (count + 1)) / 2 });
  // In bytes: nothing is kept of each.
  expect((grownMiB * 2 ** 20) / count).toBeLessThan(50);
});
