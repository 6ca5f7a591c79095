import { expect, it } from 'vitest';
import { type LoadedScenario, resolveParams, shippedScenarios } from '../src/scenario/loading/index.js';
import { seededRandom } from '../src/stats/index.js';

const shipped = await shippedScenarios();
const bounded = shipped.filter(({ scenario }) => !scenario.openEnded);

/** Small enough to run each scenario whole. */
const small: Record<string, Record<string, number>> = {
  cycles: { tasks: 3, iterations: 1000 },
  'calculate-e': { tasks: 3, iterations: 1000 },
  'calculate-e-until-stopped': { tasks: 2 },
  primes: { tasks: 4, upTo: 1000 },
  matrix: { tasks: 3, size: 16 },
  'json-transform': { tasks: 2, orders: 5 },
  tiny: { tasks: 50, chains: 2 },
  mandelbrot: { height: 8, width: 16, limit: 50 },
};

async function resultsOf(name: string, overrides = small[name]!, seed = 1): Promise<unknown[]> {
  const { scenario } = shipped.find((each) => each.scenario.name === name)!;
  const params = resolveParams(scenario, overrides);
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const state = await scenario.setup?.({ params, worker: 0, log });
  const context = { params, state, worker: 0, log, stopped: () => true };
  return Promise.all(scenario.tasks(params, seededRandom(seed)).map((task) => scenario.run!(task, context)));
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

it.each(['cycles', 'matrix', 'json-transform', 'tiny'])(
  '%s does other work for another seed',
  async (name) => {
    expect(await resultsOf(name, small[name], 2)).not.toEqual(await resultsOf(name));
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
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  return { params, state: undefined, worker: 0, log, stopped: () => true };
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
