import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../own-package.js';
import { readRecord } from '../../record/index.js';
import { corewise } from '../../testing/command-line.js';
import { mayMount, needsMount } from '../../testing/needs.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { corewiseHere } from '../testing/command-here.js';

const folder = temporaryFolder();
const mounts: string[] = [];

/** A file system of its own, in memory. */
function mounted(name: string, options: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path]);
  mounts.push(path);
  return path;
}

/** Writes a file that leaves so much room. */
function fill(path: string, leftBytes: number): void {
  const { bavail, bsize } = statfsSync(path);
  writeFileSync(join(path, 'filled'), Buffer.alloc(Math.max(0, bavail * bsize - leftBytes)));
}

const scenario = (name: string, more: string) => {
  writeFileSync(
    join(folder, `${name}.mjs`),
    `export default { name: '${name}', description: 'Adds.', params: {}, warmup: false, tasks: () => [1, 2, 3], ${more} };`,
  );
  return `./${name}.mjs`;
};
const virtual = ['--engine', 'fake', '--workers', '1'];
const serial = ['--engine', 'serial', '--rounds', '1', '--no-wait'];

beforeAll(() => {
  scenario('virtual', 'cost: () => 200, run: (n) => n + 1');
  scenario(
    'mine',
    'run: (n) => { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 170); return n; }',
  );
  scenario('large', "run: (n) => 'x'.repeat(1_000_000) + n");
});
afterAll(() => {
  for (const path of mounts) execFileSync('umount', [path]);
});

describe.skipIf(!mayMount())(`a full disk${needsMount}`, () => {
  it('in the middle of a run ends it, with the name of the file; what was measured reads', async () => {
    const disk = mounted('record', 'size=64k');
    const out = join(disk, 'out');
    const args = ['run', './virtual.mjs', ...virtual, '--rounds', '1000', '--out', out];
    const { code, stdout, stderr } = await corewise(args, folder);
    expect(stderr).toContain(`error: Cannot write ${join(out, 'record.jsonl')}: the disk is full.`);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    const { lines, torn } = await readRecord(out);
    expect(torn).toBe(false);
    expect(lines.filter(({ kind }) => kind === 'observation').length).toBeGreaterThan(10);
    expect(lines.filter(({ kind }) => kind === 'failed')).toEqual([]);
    // As the report of what was measured would not fit either, it goes elsewhere.
    const elsewhere = join(folder, 'elsewhere');
    expect((await corewiseHere(['report', out, '--format', 'md', '--out', elsewhere], folder)).code).toBe(0);
  });

  it('leaves the report that was there', async () => {
    const disk = mounted('report', 'size=2m');
    const out = join(disk, 'out');
    const report = [
      'report',
      join(packageRoot, 'reports/example/record.jsonl'),
      '--format',
      'html,md',
      '--out',
      out,
    ];
    expect((await corewiseHere(report, folder)).code).toBe(0);
    const whole = readFileSync(join(out, 'report.html'), 'utf8');
    fill(disk, 40_000);
    const { code, stderr } = await corewiseHere(report, folder);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `error: Cannot write ${join(out, 'report.html')}: the disk is full.\n`,
    });
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toBe(whole);
    expect(readdirSync(out).sort()).toEqual(['report.html', 'report.md']);
  });

  it('before anything could be written is an error, and no half of a file is left', async () => {
    const disk = mounted('full', 'size=64k');
    fill(disk, 0);
    const out = join(disk, 'out');
    const { code, stderr } = await corewise(
      ['run', './virtual.mjs', ...virtual, '--rounds', '1', '--out', out],
      folder,
    );
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('the disk is full') });
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(existsSync(out) ? readdirSync(out) : []).toEqual([]);
  });

  it('where temporary files go is named', async () => {
    const disk = mounted('temporary', 'size=256k');
    const out = join(folder, 'kept-results');
    const { code, stderr, stdout } = await corewise(['run', './large.mjs', ...serial, '--out', out], folder, {
      TMPDIR: disk,
    });
    expect(code).toBe(1);
    expect(stdout + stderr).toContain('the disk is full');
    expect(stdout + stderr).toContain(disk);
    expect(readdirSync(disk)).toEqual([]);
  });
});

describe.skipIf(!mayMount())(`a read-only file system${needsMount}`, () => {
  it('is no place for a run, which says so before it measures', async () => {
    const disk = mounted('read-only', 'ro,size=64k');
    const out = join(disk, 'out');
    const { code, stderr } = await corewise(['run', './mine.mjs', ...serial, '--out', out], folder);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `error: Cannot write to the folder ${out}: the file system is read-only.\n`,
    });
  });

  it('is no place for temporary files', async () => {
    const disk = mounted('read-only-temporary', 'ro,size=64k');
    const { code, stderr } = await corewise(
      ['run', './mine.mjs', ...serial, '--out', join(folder, 'no-temporary')],
      folder,
      {
        TMPDIR: disk,
      },
    );
    expect(code).toBe(2);
    expect(stderr).toContain(
      `error: Cannot make a folder in ${disk}, where temporary files go: the file system is read-only. Set TMPDIR to another folder.`,
    );
  });

  it('may hold the home folder', async () => {
    const disk = mounted('read-only-home', 'ro,size=64k');
    const { code, stderr } = await corewise(
      ['run', './mine.mjs', ...serial, '--out', join(folder, 'homeless'), '--quiet'],
      folder,
      { HOME: disk, XDG_CACHE_HOME: '' },
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});
