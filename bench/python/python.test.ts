import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import calculateE from '../../scenarios/calculate-e.js';
import cycles from '../../scenarios/cycles.js';
import { packageRoot } from '../../src/own-package.js';
import { need, needs } from '../../src/testing/needs.js';
import { suiteOf, waysOf } from './suite.js';

const folder = join(packageRoot, 'bench/python');
const python = need('python3');
const run = (...args: string[]) =>
  // Nothing compiled stays behind.
  execFileSync(python!, ['-B', ...args], { cwd: folder, encoding: 'utf8' }).trim();

const size = { tasks: 4, iterations: 1_000, nodeIterations: 1_000, folder };
const ways = waysOf({ python: 'python3' }, size);
const patterns = [
  ...new Set(ways.flatMap(({ sweep }) => (sweep.command?.serial ? [sweep.command.argv[2]!] : []))),
];

/** What pool.py prints by each pattern: each in a process of its own that has loaded what all of them import. */
const SUMS = `import argparse, concurrent.futures.process, concurrent.futures.thread, json, multiprocessing.pool, os, runpy, sys
sums = {}
for pattern in sys.argv[1:]:
    given, taken = os.pipe()
    if os.fork() == 0:
        os.dup2(taken, 1)
        sys.argv = ['pool.py', pattern, '2', '--tasks', '7', '--iterations', '1000', '--chunksize', '2']
        runpy.run_path('pool.py', run_name='__main__')
        sys.exit()
    os.close(taken)
    with open(given) as output: sums[pattern] = output.read().strip()
    if os.wait()[1] != 0: sys.exit(pattern + ' failed')
print(json.dumps(sums))
`;

describe.skipIf(!python)(`the programs in Python${needs('python3')}`, () => {
  const context = { params: { tasks: 12, iterations: 1_000 } } as never;

  it('do what the scenarios do', () => {
    const ours = [1, 99].map((factor) => cycles.run!({ factor }, context));
    expect(run('plain.py', 'cycles', '1000', '1', '99').split('\n').map(Number)).toEqual(ours);
    expect(Number(run('plain.py', 'calculate-e', '1000', '1'))).toBe(calculateE.run!(1_000, context));
  });

  it('answer the same one by one', () => {
    const tasks = ['1', '99', 'x'].map((task) => `${JSON.stringify({ task })}\n`).join('');
    const answers = execFileSync(python!, ['-B', 'persistent.py', 'cycles', '1000'], {
      cwd: folder,
      input: tasks,
      encoding: 'utf8',
    });
    const [ready, ...others] = answers
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const results = [1, 99].map((factor) => ({ result: cycles.run!({ factor }, context) }));
    const error = { error: expect.stringMatching(/^ValueError: .*'x'/) };
    expect([ready, ...others]).toEqual([{ ready: true }, ...results, error]);
  });

  const parallel = [...patterns, 'threads'];
  let sums: Record<string, string>;
  beforeAll(() => {
    sums = JSON.parse(run('-c', SUMS, 'serial', ...parallel));
  });

  it.each(parallel)('give serial’s sum by %s', (pattern) => {
    expect(sums[pattern]).toBe(sums.serial);
  });
});

it('the suite holds modules and commands, and a name for each', () => {
  const { sweeps } = suiteOf(ways);
  expect(sweeps.map(({ scenario, command }) => scenario ?? command!.name)).toEqual(
    ways.map(({ scenario }) => scenario),
  );
  expect(new Set(ways.map(({ scenario }) => scenario)).size).toBe(ways.length);
  expect(patterns.length).toBeGreaterThan(8);
  const free = waysOf({ python: 'python3', free: 'python3.13t' }, size);
  expect(free.filter(({ language }) => language === 'Python, no global lock').map(({ way }) => way)).toEqual([
    'a persistent worker',
    'a process per chunk',
    'threads',
    'a persistent worker',
    'a process per chunk',
    'threads',
  ]);
});
