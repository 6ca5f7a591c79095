import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandFile, corewise, startProgram } from '../../testing/command-line.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { dispatches } from '../../workers/dispatch/index.js';
import { engines } from '../../workers/engines/index.js';
import { corewiseHere } from '../testing/command-here.js';

const folder = temporaryFolder();
const widest = (text: string) => Math.max(...text.split('\n').map((line) => line.length));

describe('corewise host', () => {
  it('shows the machine', async () => {
    const { code, stdout } = await corewiseHere(['host'], folder);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^CPU .*\n/);
    expect(stdout).toContain('Physical cores');
    expect(stdout).toMatch(/^(ok|warn|\?) +memory: /m);
  });

  it('--json gives every fact, and the counts that follow', async () => {
    const { stdout } = await corewiseHere(['host', '--json'], folder);
    const facts = JSON.parse(stdout);
    expect(facts.allowed.length).toBeGreaterThan(0);
    expect(facts.counts.logical).toBe(facts.allowed.length);
    expect(facts.checklist.map(({ item }: { item: string }) => item)).toContain('other load');
  });
});

describe('corewise list', () => {
  it('fits 80 columns and names what there is', async () => {
    const { code, stdout } = await corewiseHere(['list'], folder);
    expect(code).toBe(0);
    expect(widest(stdout)).toBeLessThanOrEqual(80);
    expect(stdout).toMatch(/^ {2}cycles +\S/m);
    expect(stdout).toContain('12 tasks');
  });

  it('--json lists scenarios, suites, engines and dispatches', async () => {
    const list = JSON.parse((await corewiseHere(['list', '--json'], folder)).stdout);
    expect(list.scenarios[0]).toMatchObject({ name: 'cycles', tasks: 12, openEnded: false });
    expect(list.suites.map(({ name }: { name: string }) => name)).toContain('quick');
    expect(list.engines).toHaveLength(engines.length);
    expect(list.dispatches).toHaveLength(dispatches.length);
  });

  it('ends quietly when its reader has seen enough', async () => {
    const script = `"$0" "$1" list | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = await startProgram(
      'bash',
      ['-c', script, process.execPath, commandFile],
      folder,
    ).ended;
    expect({ stdout, stderr }).toEqual({ stdout: 'Scenarios\n0\n', stderr: '' });
  });
});

describe('corewise init', () => {
  it('writes a scenario and tells how to run it', async () => {
    const { code, stdout } = await corewiseHere(['init', 'my-work', '--json'], folder);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ file: 'my-work.ts', command: 'npx corewise run ./my-work.ts' });
    expect(readFileSync(join(folder, 'my-work.ts'), 'utf8')).toContain("name: 'my-work'");
  });

  it('leaves a file that is there as it is', async () => {
    writeFileSync(join(folder, 'mine.ts'), 'mine');
    const { code, stderr } = await corewiseHere(['init', 'mine'], folder);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'error: mine.ts already exists; it was left as it is.\n',
    });
    expect(readFileSync(join(folder, 'mine.ts'), 'utf8')).toBe('mine');
  });
});

describe('help', () => {
  it.each([
    [['--help']],
    [['run', '--help']],
    [['report', '--help']],
    [['compare', '--help']],
    [['plan', '--help']],
    [['fit', '--help']],
    [['host', '--help']],
    [['catalog', 'list', '--help']],
    [['catalog', 'import', 'aws', '--help']],
    [['help', 'init']],
  ])('corewise %j fits 80 columns and exits with 0', async (args) => {
    const { code, stdout, stderr } = await corewiseHere(args, folder);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Usage: corewise');
    expect(widest(stdout)).toBeLessThanOrEqual(80);
  });

  it.each([
    ['--engine <names>', 'default: serial,threads,processes'],
    ['--dispatch <names>', 'default: imapUnordered,map'],
    ['--workers <counts>', 'default: auto'],
    ['--chunksize <sizes>', 'default: auto'],
    ['--cores <counts>', 'default: all'],
    ['--precision <share>', 'default: 5%'],
    ['--max-time <duration>', 'default: 150s; none with --rounds'],
    ['--pin <mode>', 'default: none'],
    ['--seed <number>', 'default: 1'],
  ])('of run tells the default of %s', async (flags, told) => {
    const { stdout } = await corewiseHere(['run', '--help'], folder);
    const from = stdout.indexOf(flags);
    const text = stdout.slice(from, stdout.indexOf('\n  --', from)).replace(/\s+/g, ' ');
    expect(text).toContain(told);
  });

  it('corewise --version tells the version', async () => {
    expect((await corewise(['--version'], folder)).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
