/**
 * The same work in Node and in Python, in one report: `npm run bench:python`. Serial, one worker and two, chunksizes 1
 * and 4: by the engines of corewise, by persistent Python workers (steady work alone), by a Python process per chunk
 * (with its start), and by the pools of Python itself (with theirs). Each way is compared with serial of its own kind.
 *   --rounds N        default 6, about six minutes
 *   --tasks N         of a pass; default 12
 *   --iterations N    turns of a task's loop in Python, about 50 ms of them; default 100,000
 *   --node-iterations N   in Node, about 20 ms; default 10,000,000
 *   --out DIR         for the record and the report; default reports/python-DATE
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measure } from '../../src/index.js';
import { packageRoot } from '../../src/own-package.js';
import { readRecord } from '../../src/record/index.js';
import { suiteOf, waysOf } from './suite.js';
import { tableOf } from './table.js';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '6' },
    tasks: { type: 'string', default: '12' },
    iterations: { type: 'string', default: '100000' },
    'node-iterations': { type: 'string', default: '10000000' },
    out: {
      type: 'string',
      default: `reports/python-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}`,
    },
  },
});

/** What the program says of itself; undefined where it is not there. */
function versionOf(python: string): string | undefined {
  const program =
    'import sys; print(sys.version.split()[0], getattr(sys, "_is_gil_enabled", lambda: True)())';
  const { status, stdout } = spawnSync(python, ['-c', program], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

const python = versionOf('python3');
const frees = ['python3.14t', 'python3.13t'];
const free = frees.find((name) => versionOf(name)?.endsWith('False'));
if (python === undefined)
  console.log('There is no python3: what it would run is skipped. apt-get install python3');
if (free === undefined) console.log(`Without a free-threaded Python: there is no ${frees.join(' and no ')}.`);
const size = {
  tasks: Number(options.tasks),
  iterations: Number(options.iterations),
  nodeIterations: Number(options['node-iterations']),
  folder: join(packageRoot, 'bench/python'),
};
const ways = waysOf({ python: 'python3', free }, size);
const report = await measure(suiteOf(ways), { rounds: Number(options.rounds), out: options.out });
const record = await readRecord(options.out);
const versions = [`Node ${process.version}`, python && `Python ${python.split(' ')[0]}`, report.host.cpu];
console.log(versions.filter(Boolean).join(', '));
console.log(tableOf(ways, report, record));
for (const { check, message } of report.findings)
  if (check === 'persistent-saves' || check === 'program-start-up') console.log(`${check}: ${message}`);
console.log(`The whole report: ${join(options.out, 'report.html')}`);
