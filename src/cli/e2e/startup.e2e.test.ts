import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { commandFile, startProgram } from '../../testing/command-line.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';

const lib = fileURLToPath(new URL('../../../../lib/', import.meta.url));

/** Prints what of lib/ was loaded by the end. */
const reporter = join(temporaryFolder(), 'reporter.cjs');
const loadedFiles = `Object.keys(require.cache).filter((name) => name.startsWith(${JSON.stringify(lib)}))`;
writeFileSync(
  reporter,
  `process.on('exit', () => require('node:fs').writeSync(2, '\\n' + JSON.stringify(${loadedFiles})));`,
);

async function loadedBy(...args: string[]): Promise<string[]> {
  const { stderr } = await startProgram(process.execPath, ['--require', reporter, ...args], lib).ended;
  return JSON.parse(stderr.split('\n').at(-1)!);
}

const kB = (files: readonly string[]) => files.reduce((sum, file) => sum + statSync(file).size, 0) / 1000;

// Reading code is most of what a start takes. What it takes in time: npm run bench:startup.
describe.concurrent('the code that is loaded', () => {
  it.each([
    ['the help', 65, ['--help']],
    ['a wrong command', 65, ['rum']],
    ['a wrong option of run', 120, ['run', '--enigne']],
    ['a report of no record', 320, ['report', 'nowhere']],
    ['a fit of no file', 320, ['fit', 'nowhere']],
    ['the help of plan', 300, ['plan', '--help']],
  ])('for %s is less than %i kB', async (_, most, words) => {
    const loaded = await loadedBy(commandFile, ...words);
    expect(loaded).toContain(commandFile);
    expect(kB(loaded)).toBeLessThan(most);
  });

  it('for the Pool is less than 50 kB until it is opened', async () => {
    const program = `import { Pool } from 'corewise'; if (typeof Pool.open !== 'function') throw Pool;`;
    const loaded = await loadedBy('--input-type=module', '--eval', program);
    expect(loaded).toContain(join(lib, 'index.cjs'));
    expect(kB(loaded)).toBeLessThan(50);
  });
});

it('each file may be the first, and none waits for one that waits for it', async () => {
  const started = /entry\.cjs$|main\.cjs$|self-test/;
  const files = readdirSync(lib, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.cjs') && !started.test(file))
    .map((file) => join(lib, file));
  expect(files.length).toBeGreaterThan(50);
  const program = `
    process.on('warning', ({ message }) => console.log(message));
    for (const file of ${JSON.stringify(files)}) {
      for (const name of Object.keys(require.cache)) delete require.cache[name];
      for (const [name, value] of Object.entries(require(file)))
        if (value === undefined) console.log(file, name);
    }`;
  const { code, stdout, stderr } = await startProgram(process.execPath, ['--eval', program], lib).ended;
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
});

it('`require` and `import` give the same classes', async () => {
  const program = `
    import { createRequire } from 'node:module';
    import * as imported from 'corewise';
    const required = createRequire(import.meta.url)('corewise');
    const names = new Set([...Object.keys(imported), ...Object.keys(required)]);
    console.log(names.size > 20 && [...names].every((name) => imported[name] === required[name]));`;
  const { stdout } = await startProgram(process.execPath, ['--input-type=module', '--eval', program], lib)
    .ended;
  expect(stdout).toBe('true\n');
});
