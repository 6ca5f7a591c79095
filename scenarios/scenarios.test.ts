import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import type { Log, Params, Scenario, TaskContext } from '../src/scenario/index.js';
import { type LoadedScenario, resolveParams, shippedScenarios } from '../src/scenario/loading/index.js';
import { seededRandom } from '../src/stats/index.js';

const shipped = await shippedScenarios();
const bounded = shipped.filter(({ scenario }) => !scenario.openEnded);

/** Small enough to run each scenario whole. */
const small: Record<string, Params> = {
  cycles: { tasks: 3, iterations: 1000 },
  'calculate-e': { tasks: 3, iterations: 1000 },
  'calculate-e-until-stopped': { tasks: 2 },
  primes: { tasks: 4, upTo: 1000 },
  matrix: { tasks: 3, size: 16 },
  'json-transform': { tasks: 2, orders: 5 },
  tiny: { tasks: 50, chains: 2 },
  mandelbrot: { height: 8, width: 16, limit: 50 },
  'etl-files': { files: 3, lines: 200 },
  'etl-database': { records: 7, turns: 2 },
  'directory-digest': { folders: 3, files: 2, bytes: 500, background: false },
  'whole-program': { tasks: 3, customers: 200 },
  payload: { tasks: 2, numbers: 50 },
};

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const scenarioOf = (name: string) => shipped.find((each) => each.scenario.name === name)!.scenario;

interface Around {
  scenario: Scenario;
  params: Params;
  tasks: readonly unknown[];
  context: TaskContext;
}

/** Between `prepare` and `cleanup`, with one worker set up. */
async function within<T>(
  name: string,
  overrides: Partial<Params>,
  use: (around: Around) => Promise<T>,
  { seed = 1, log = silent }: { seed?: number; log?: Log } = {},
): Promise<T> {
  const scenario = scenarioOf(name);
  const params = resolveParams(scenario, { ...small[name], ...overrides });
  const tasks = scenario.tasks(params, seededRandom(seed));
  await scenario.prepare?.({ params, log });
  try {
    const state = await scenario.setup?.({ params, worker: 0, log });
    try {
      return await use({
        scenario,
        params,
        tasks,
        context: { params, state, worker: 0, log, stopped: () => true },
      });
    } finally {
      await scenario.teardown?.(state);
    }
  } finally {
    await scenario.cleanup?.({ params, log });
  }
}

function resultsOf(name: string, overrides: Partial<Params> = {}, seed = 1): Promise<unknown[]> {
  const run = ({ scenario, tasks, context }: Around) =>
    Promise.all(tasks.map((task) => scenario.run!(task, context)));
  return within(name, overrides, run, { seed });
}

async function* eachOf<T>(tasks: readonly T[]): AsyncGenerator<T> {
  yield* tasks;
}

const byName = (scenarios: LoadedScenario[]) =>
  scenarios.map((loaded) => [loaded.scenario.name, loaded] as const);

it('come in teaching order, each in a file of its name', () => {
  const names = shipped.map(({ scenario }) => scenario.name);
  expect(names).toEqual(Object.keys(small));
  expect(shipped.map(({ source }) => source.replace(/^.*[\\/]/, ''))).toEqual(
    names.map((name) => `${name}.js`),
  );
});

it.each(byName(shipped))('%s says the curve to expect', (_, { scenario }) => {
  expect(scenario.description).toMatch(/[.:] .*[Ee]xpect .*\.$/);
});

it.each(byName(bounded))('%s gives the same results for the same seed', async (name) => {
  expect(await resultsOf(name)).toEqual(await resultsOf(name));
});

it.each(byName(shipped))('%s has tasks and results that can be cloned', async (name, { scenario }) => {
  const tasks = scenario.tasks(resolveParams(scenario, small[name]!), seededRandom(1));
  expect(structuredClone(tasks)).toEqual(tasks);
  const results = await resultsOf(name);
  expect(structuredClone(results)).toEqual(results);
  expect(results).toHaveLength(tasks.length);
});

it.each(['cycles', 'matrix', 'json-transform', 'tiny', 'etl-database', 'whole-program', 'payload'])(
  '%s does other work for another seed',
  async (name) => {
    expect(await resultsOf(name, {}, 2)).not.toEqual(await resultsOf(name));
  },
);

it.each([
  ['cycles', 12],
  ['calculate-e', 12],
  ['calculate-e-until-stopped', 1],
  ['primes', 48],
  ['matrix', 24],
  ['json-transform', 32],
  ['tiny', 20_000],
  ['mandelbrot', 320],
  ['etl-files', 24],
  ['etl-database', 100],
  ['directory-digest', 32],
  ['whole-program', 12],
  ['payload', 48],
])('%s has %d tasks by default', (name, count) => {
  const { scenario } = shipped.find((each) => each.scenario.name === name)!;
  expect(scenario.tasks(scenario.params, seededRandom(1))).toHaveLength(count);
});

it('cycles needs every turn and the factor, and all its tasks cost the same', async () => {
  const turns = await Promise.all(
    [999, 1000, 1001].map((iterations) => resultsOf('cycles', { tasks: 1, iterations })),
  );
  expect(new Set(turns.flat()).size).toBe(3);
  const { scenario } = shipped.find((each) => each.scenario.name === 'cycles')!;
  const tasks = scenario.tasks(scenario.params, seededRandom(1)) as { factor: number }[];
  expect(tasks.every(({ factor }) => Number.isInteger(factor) && factor >= 1 && factor <= 100)).toBe(true);
  expect(new Set(tasks.map((task) => scenario.cost!(task, scenario.params)))).toEqual(new Set([20]));
  expect(new Set(tasks.map((task) => scenario.run!(task, contextOf({ iterations: 1000 })))).size).toBe(
    new Set(tasks.map(({ factor }) => factor)).size,
  );
});

function contextOf(params: Record<string, number>) {
  return { params, state: undefined, worker: 0, log: silent, stopped: () => true };
}

it.each([170, 171, 1000, 17_000])('calculate-e finds e in %d terms', async (iterations) => {
  const [value] = (await resultsOf('calculate-e', { tasks: 1, iterations })) as [number];
  // The last series is cut short: after so few terms, it is still less than e.
  const isWhole = iterations % 170 === 0 || iterations % 170 > 20;
  if (isWhole) expect(value).toBeCloseTo(Math.E, 12);
  else expect(value).toBeLessThan(Math.E);
});

it('calculate-e-until-stopped counts the terms until it was told to stop', () => {
  const { scenario } = shipped.find((each) => each.scenario.name === 'calculate-e-until-stopped')!;
  let polls = 0;
  const result = scenario.run!(0, { ...contextOf({}), stopped: () => ++polls === 5 }) as {
    count: number;
    value: number;
  };
  expect(polls).toBe(5);
  expect(result.count).toBe(5000);
  expect(result.value).toBeCloseTo(Math.E, 14);
});

it.each([
  [10, 4],
  [1000, 168],
  [100_000, 9592],
])('primes below %d are %d, however they are cut', async (upTo, count) => {
  for (const tasks of [1, 3, 48]) {
    const counts = (await resultsOf('primes', { tasks, upTo })) as number[];
    expect(counts.reduce((sum, each) => sum + each, 0)).toBe(count);
  }
});

it('primes cost more the later they come', () => {
  const { scenario } = shipped.find((each) => each.scenario.name === 'primes')!;
  const tasks = scenario.tasks(scenario.params, seededRandom(1));
  const costs = tasks.map((task) => scenario.cost!(task, scenario.params));
  expect(costs).toEqual([...costs].sort((a, b) => a - b));
  expect(costs.at(-1)! / costs[0]!).toBeGreaterThan(3);
});

it('matrix multiplies as a plain loop does', async () => {
  const size = 8;
  const { scenario } = shipped.find((each) => each.scenario.name === 'matrix')!;
  const params = { tasks: 1, size };
  const state = (await scenario.setup!({ ...contextOf(params) })) as {
    matrix: Float64Array;
    vector: Float64Array;
  };
  let expected = 0;
  for (let row = 0; row < size; row++) {
    const cells = state.matrix.subarray(row * size, (row + 1) * size);
    expected += Math.abs(cells.reduce((sum, cell, column) => sum + cell * state.vector[column]!, 0) - 10);
  }
  expect(scenario.run!({ shift: 10 }, { ...contextOf(params), state })).toBe(expected);
  expect(() => scenario.setup!(contextOf({ size: 7 }))).toThrow('a positive multiple of 4');
});

it('tiny counts the steps of Collatz chains', () => {
  const { scenario } = shipped.find((each) => each.scenario.name === 'tiny')!;
  const stepsOf = (start: number, chains: number) => scenario.run!(start, contextOf({ chains }));
  expect([1, 2, 3, 27].map((start) => stepsOf(start, 1))).toEqual([0, 1, 7, 111]);
  expect(stepsOf(1, 3)).toBe(0 + 1 + 7);
});

it('mandelbrot draws what the definition says, mirrored about the middle', async () => {
  const [width, height, limit] = [32, 20, 60];
  const rows = (await resultsOf('mandelbrot', { height, width, limit })) as Uint16Array[];
  const turnsAt = (row: number, column: number) => {
    const c = { re: -2 + (2.75 * (column + 0.5)) / width, im: 1.25 - (2.5 * (row + 0.5)) / height };
    let z = { re: 0, im: 0 };
    let turns = 0;
    for (; turns < limit && Math.hypot(z.re, z.im) <= 2; turns++) {
      z = { re: z.re ** 2 - z.im ** 2 + c.re, im: 2 * z.re * z.im + c.im };
    }
    return turns;
  };
  expect(rows.map((row) => [...row])).toEqual(
    rows.map((row, r) => [...row].map((_, column) => turnsAt(r, column))),
  );
  expect(rows).toEqual([...rows].reverse());
});

it('mandelbrot hands its rows over', async () => {
  const { scenario } = shipped.find((each) => each.scenario.name === 'mandelbrot')!;
  const row = scenario.run!(0, contextOf({ width: 4, height: 4, limit: 10 })) as Uint16Array;
  const moved = structuredClone(row, { transfer: [...scenario.transfer!(row)] as ArrayBuffer[] });
  expect([row.length, moved.length]).toEqual([0, 4]);
});

const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');

it('etl-files writes, for each file, what it says it wrote, and keeps what a record needs', async () => {
  const outputs = await within('etl-files', {}, async ({ scenario, tasks, context }) => {
    for (const task of tasks as { input: string; output: string }[]) {
      const lines = readFileSync(task.input, 'utf8').trim().split('\n').slice(1);
      const summary = scenario.run!(task, context) as { records: number; rejected: number; checksum: string };
      const text = readFileSync(task.output, 'utf8');
      expect(summary.checksum).toBe(sha256(text));
      const { sales } = JSON.parse(text) as { sales: { region: string; quantity: number; cents: number }[] };
      expect([sales.length, summary.records + summary.rejected]).toEqual([summary.records, lines.length]);
      const isNoUse = (line: string) => {
        const [, region, , quantity, price] = line.split(',');
        return region === '' || quantity === ' 0' || price === 'on request';
      };
      expect(summary.rejected).toBe(lines.filter(isNoUse).length);
      expect(summary.rejected).toBeGreaterThan(0);
      expect(new Set(sales.map(({ region }) => region))).toEqual(new Set(['north', 'east', 'south', 'west']));
      expect(sales.every(({ quantity, cents }) => quantity > 0 && Number.isInteger(cents))).toBe(true);
    }
    return (tasks as { output: string }[]).map(({ output }) => output);
  });
  const folder = dirname(outputs[0]!);
  expect(existsSync(folder)).toBe(false);
});

it('etl-files sums the turnover of what it kept', async () => {
  await within('etl-files', { files: 1, lines: 50 }, async ({ scenario, tasks, context }) => {
    scenario.run!(tasks[0], context);
    const { output } = tasks[0] as { output: string };
    const written = JSON.parse(readFileSync(output, 'utf8')) as {
      sales: { quantity: number; cents: number }[];
      products: [string, number][];
      months: Record<string, Record<string, number>>;
    };
    const total = (cents: number[]) => cents.reduce((sum, each) => sum + each, 0);
    const turnover = total(written.sales.map(({ quantity, cents }) => quantity * cents));
    expect(total(written.products.map(([, cents]) => cents))).toBe(turnover);
    expect(total(Object.values(written.months).flatMap((regions) => Object.values(regions)))).toBe(turnover);
    // No unfinished file is left beside the finished one.
    expect(readdirSync(dirname(output)).sort()).toEqual(['sales-0.csv', 'sales-0.json']);
  });
});

it.each(['each', 'once'])(
  'etl-database, insert=%s: consumers together load what tasks one by one do',
  async (insert) => {
    const expected = { rows: 7, checksum: expect.any(Number) };
    const one = await within('etl-database', { insert }, async ({ scenario, tasks, context }) => {
      const results = await Promise.all(tasks.map((task) => scenario.run!(task, context)));
      return scenario.combine!(results);
    });
    expect(one).toEqual(expected);
    const consumed = await within('etl-database', { insert }, async ({ scenario, tasks, context }) => {
      const parts = [tasks.slice(0, 5), tasks.slice(5), []].map((part) => eachOf(part));
      return Promise.all(parts.map((part) => scenario.consume!(part, context)));
    });
    expect(consumed.map((part) => (part as { rows: number }).rows)).toEqual([5, 2, 0]);
    expect(scenarioOf('etl-database').combine!(consumed)).toEqual(one);
    expect(scenarioOf('etl-database').combine!([...consumed].reverse())).toEqual(one);
  },
);

it('etl-database makes the database of each worker, and removes it at its end', async () => {
  const folders = await within('etl-database', {}, async ({ scenario, params, context }) => {
    const other = await scenario.setup!({ params, worker: 1, log: silent });
    const folders = [context.state, other].map((state) => (state as { folder: string }).folder);
    expect(folders.map((folder) => existsSync(join(folder, 'run', 'data.mdb')))).toEqual([true, true]);
    await scenario.teardown!(other);
    return folders;
  });
  expect(new Set(folders).size).toBe(2);
  expect(folders.filter((folder) => existsSync(folder))).toEqual([]);
});

it('etl-database refuses an insert that it does not know', async () => {
  await expect(resultsOf('etl-database', { insert: 'twice' })).rejects.toThrow('each or once');
});

it('directory-digest tells of each folder what is in it, and of no other', async () => {
  const root = join(tmpdir(), `corewise-digest-test-${process.pid}`);
  mkdirSync(join(root, 'b', 'c'), { recursive: true });
  mkdirSync(join(root, 'a'));
  writeFileSync(join(root, 'b', 'two.txt'), 'one\ntwo\n');
  writeFileSync(join(root, 'b', 'one.txt'), 'x'.repeat(1000));
  writeFileSync(join(root, 'b', 'c', 'three.txt'), '\n');
  try {
    const results = (await resultsOf('directory-digest', { path: root })) as Record<string, unknown>[];
    expect(results.map(({ path, files, bytes, lines }) => [path, files, bytes, lines])).toEqual([
      ['', 0, 0, 0],
      ['a', 0, 0, 0],
      ['b', 2, 1008, 2],
      [join('b', 'c'), 1, 1, 1],
    ]);
    expect(results[2]!.hash).toBe(sha256(`${'x'.repeat(1000)}one\ntwo\n`));
    expect(results[2]!.compressedBytes).toBeLessThan(100);
  } finally {
    rmSync(root, { recursive: true });
  }
});

it('directory-digest calculates e in the background, and says so when asked for status lines', async () => {
  const lines: string[] = [];
  const log = { ...silent, info: (line: string) => lines.push(line) };
  const digest = async ({ scenario, tasks, context }: Around) =>
    tasks.map((task) => scenario.run!(task, context));
  const beside = await within('directory-digest', { background: true, status: true }, digest, { log });
  expect(lines.slice(0, 3)).toEqual([0, 1, 2].map((folder) => `folder-00${folder}: 2 files, 1000 bytes`));
  const [, e, terms] = /^In the background: e is (.*) after (\d+) terms\.$/.exec(lines[3]!)!;
  expect(Number(e)).toBeCloseTo(Math.E, 13);
  expect(Number(terms)).toBeGreaterThan(0);
  expect(beside).toEqual(await resultsOf('directory-digest'));
});

it('whole-program is a program that also runs by itself, with the same answer', async () => {
  const source = shipped.find((each) => each.scenario.name === 'whole-program')!.source;
  const program = join(dirname(source), 'whole-program', 'queue-simulation.js');
  const [task] = scenarioOf('whole-program').tasks(small['whole-program']!, seededRandom(1)) as string[][];
  const printed = execFileSync(process.execPath, [program, ...task!], { encoding: 'utf8' });
  expect(JSON.parse(printed)).toEqual((await resultsOf('whole-program'))[0]);
  expect(JSON.parse(printed)).toMatchObject({ servers: 1, customers: 200 });
});

it('whole-program agrees with the theory of one queue', async () => {
  const [alone] = (await resultsOf('whole-program', { tasks: 1, customers: 400_000 })) as {
    meanMinutes: number;
    p95Minutes: number;
    utilisation: number;
  }[];
  // M/M/1 at a load of 0.8: a mean wait of 0.8 / (1 − 0.8) services of 0.8 minutes.
  expect(alone!.utilisation).toBeCloseTo(0.8, 2);
  expect(Math.abs(alone!.meanMinutes / 3.2 - 1)).toBeLessThan(0.05);
  // P(wait > t) = 0.8 · exp(−t / 4).
  expect(Math.abs(alone!.p95Minutes / (4 * Math.log(16)) - 1)).toBeLessThan(0.05);
});

it('payload computes the same, whichever way the numbers go', async () => {
  const sumsOf = async (payload: string) =>
    ((await resultsOf('payload', { payload })) as { sum: number }[]).map(({ sum }) => sum);
  const copied = await sumsOf('copy');
  expect(await sumsOf('transfer')).toEqual(copied);
  expect(await sumsOf('share')).toEqual(copied);
  expect(new Set(copied).size).toBe(2);
});

it('payload takes the mean of each number and its neighbours', () => {
  const input = Float64Array.of(3, 6, 9, 0, 5);
  const { sum, output } = scenarioOf('payload').run!({ input }, contextOf({})) as Record<string, unknown>;
  expect(output).toEqual(Float64Array.of(3, 6, 5, 14 / 3, 5));
  expect(sum).toBeCloseTo(3 + 6 + 5 + 14 / 3 + 5, 12);
});

it('payload sends tasks and results the way it says', async () => {
  const scenario = scenarioOf('payload') as Scenario & { payload(params: Params): string };
  const first = (payload: string) => {
    const params = resolveParams(scenario, { payload, tasks: 1, numbers: 4 });
    expect(scenario.payload(params)).toBe(payload);
    const [task] = scenario.tasks(params, seededRandom(1)) as {
      input: Float64Array;
      output?: Float64Array;
    }[];
    return { task: task!, result: scenario.run!(task, contextOf({})) as { output?: Float64Array } };
  };
  const moved = first('transfer');
  structuredClone(moved.task, { transfer: [...scenario.transferTask!(moved.task)] as ArrayBuffer[] });
  structuredClone(moved.result, { transfer: [...scenario.transfer!(moved.result)] as ArrayBuffer[] });
  expect([moved.task.input.length, moved.result.output!.length]).toEqual([0, 0]);
  const shared = first('share');
  expect(shared.task.input.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(shared.result.output).toBeUndefined();
  expect(shared.task.output).toEqual(first('copy').result.output);
  expect(() => first('post')).toThrow('it must be copy, transfer, share');
});
