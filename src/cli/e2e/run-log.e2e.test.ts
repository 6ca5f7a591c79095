import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { reportSchema } from '../../report/index.js';
import { type Ended, frugal } from '../../testing/command-line.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { corewiseHere } from '../testing/command-here.js';

const folder = temporaryFolder();
writeFileSync(
  join(folder, 'printing.mjs'),
  `import { writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
let said = 0;
console.log('imported');
export default { name: 'printing', description: 'Prints.', params: {}, warmup: false,
  tasks() { console.log('tasks'); return [1, 2, 3]; },
  prepare: ({ log }) => log.warn('prepare'),
  setup: ({ log }) => log.debug('setup'),
  run(task) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 120);
    console.error('task', task);
    process.stdout.write('a line\\n');
    if (!isMainThread && !said++) writeSync(2, 'descriptor\\n');
    return task;
  },
};`,
);
writeFileSync(
  join(folder, 'crashing.mjs'),
  `export default { name: 'crashing', description: 'Aborts.', params: {}, tasks: () => [1],
  run() { console.log('last words'); process.abort(); } };`,
);

const logOf = (out: string) => readFileSync(join(out, 'run.log'), 'utf8').trimEnd().split('\n');

describe('what is said while a scenario is measured', () => {
  const out = join(folder, 'printed');
  let ended: Ended;
  let lines: string[];

  beforeAll(async () => {
    const engines = [
      '--engine',
      'serial,threads,processes',
      '--workers',
      '1',
      '--chunksize',
      '1',
      '--no-wait',
    ];
    ended = await corewiseHere(
      ['run', './printing.mjs', ...engines, ...frugal, '--rounds', '1', '--out', out, '--json'],
      folder,
    );
    lines = logOf(out);
  });

  it('never mixes with the one document on stdout', () => {
    expect(ended.code, ended.stderr).toBe(0);
    expect(reportSchema.parse(JSON.parse(ended.stdout)).cases).toHaveLength(3);
  });

  it('is named at the end', () => {
    expect(ended.stderr).toContain(`${join(out, 'run.log')} (what scenarios and workers said)`);
    expect(ended.stderr).not.toMatch(/imported|task 1|a line/);
  });

  it.each([
    ['info  prepare corewise | tasks'],
    ['info  serial pass of printing serial-1 | tasks'],
    ['warn  printing/serial serial-1 | prepare'],
    ['debug printing/serial serial-1 | setup'],
    ['error printing/serial serial-1 | task 3'],
    ['info  printing/serial serial-1 | a line'],
    ['info  printing/threads/imapUnordered/w1/c1 threads-1 | imported'],
    ['debug printing/threads/imapUnordered/w1/c1 threads-1 | setup'],
    ['error printing/threads/imapUnordered/w1/c1 threads-1 | task 1'],
    ['warn  printing/threads/imapUnordered/w1/c1 host | prepare'],
    ['warn  printing/threads/imapUnordered/w1/c1 host | descriptor'],
    ['info  printing/processes/imapUnordered/w1/c1 processes-1 | a line'],
    ['error printing/processes/imapUnordered/w1/c1 processes-1 | task 2'],
  ])('has its line in run.log: %s', (line) => {
    expect(lines.map((each) => each.replace(/^\S+ /, ''))).toContain(line);
  });

  it('has its time', () => {
    for (const line of lines)
      expect(line).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (debug|info|warn|error) /);
  });
});

it('the last words of a bench host that crashes are in run.log', async () => {
  const out = join(folder, 'crashed');
  const { code } = await corewiseHere(
    ['run', './crashing.mjs', '--engine', 'serial', ...frugal, '--rounds', '1', '--no-wait', '--out', out],
    folder,
  );
  expect(code).toBe(1);
  const lines = logOf(out).join('\n');
  expect(lines).toContain('info  serial pass of crashing serial-1 | last words');
  expect(lines).toMatch(/warn {2}serial pass of crashing host \| .*native stack trace/i);
});

it('a scenario that says nothing makes no run.log', async () => {
  writeFileSync(
    join(folder, 'silent.mjs'),
    "export default { name: 'silent', description: 'Silent.', params: {}, cost: () => 600, tasks: () => [1], run: (task) => task };",
  );
  const out = join(folder, 'silent');
  const { code } = await corewiseHere(
    ['run', './silent.mjs', '--engine', 'serial,fake', ...frugal, '--rounds', '1', '--out', out],
    folder,
  );
  expect(code).toBe(0);
  expect(existsSync(join(out, 'run.log'))).toBe(false);
});
