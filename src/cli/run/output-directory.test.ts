import { existsSync, lstatSync, mkdirSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from '../../errors.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { fileNameOf, reserveDirectory } from './output-directory.js';

const parent = temporaryFolder();
const now = new Date(2026, 0, 31, 9, 5, 7);
const home = process.cwd();
let count = 0;
let folder = '';

// Worker threads could not do this; the tests run in processes.
beforeEach(() => {
  folder = join(parent, String(++count));
  mkdirSync(folder);
  process.chdir(folder);
});
afterEach(() => process.chdir(home));

describe('a run without --out', () => {
  it('goes to reports, under date and label', () => {
    expect(reserveDirectory({ label: 'cycles', now }).path).toBe(join('reports', '2026-01-31-090507-cycles'));
  });

  it('takes another name where that one is taken', () => {
    reserveDirectory({ label: 'cycles', now });
    expect(reserveDirectory({ label: 'cycles', now }).path).toBe(
      join('reports', '2026-01-31-090507-cycles-2'),
    );
  });

  it('is what reports/latest points to, whatever that pointed to before', () => {
    reserveDirectory({ label: 'first', now }).makeLatest();
    reserveDirectory({ label: 'second', now }).makeLatest();
    expect(readlinkSync(join('reports', 'latest'))).toContain('2026-01-31-090507-second');
    expect(readdirSync('reports')).toHaveLength(3);
  });

  it("leaves a user's own folder called latest alone", () => {
    mkdirSync(join('reports', 'latest'), { recursive: true });
    reserveDirectory({ label: 'x', now }).makeLatest();
    expect(lstatSync(join('reports', 'latest')).isDirectory()).toBe(true);
    expect(readdirSync('reports').sort()).toEqual(['2026-01-31-090507-x', 'latest']);
  });

  it('leaves nothing behind when nothing was written', () => {
    reserveDirectory({ label: 'x', now }).release();
    expect(existsSync('reports')).toBe(false);
  });

  it('keeps what was written', () => {
    const { path, release } = reserveDirectory({ label: 'x', now });
    writeFileSync(join(path, 'record.jsonl'), '');
    release();
    expect(existsSync(join(path, 'record.jsonl'))).toBe(true);
  });
});

describe('--out', () => {
  it('is made with its parents', () => {
    const out = join('a', 'b');
    expect(reserveDirectory({ out, label: 'x' }).path).toBe(out);
    expect(existsSync(out)).toBe(true);
  });

  it('may hold other things', () => {
    mkdirSync('mine');
    writeFileSync(join('mine', 'notes.txt'), '');
    const { release } = reserveDirectory({ out: 'mine', label: 'x' });
    release();
    expect(readdirSync('mine')).toEqual(['notes.txt']);
  });

  it('stays when it was there before', () => {
    mkdirSync('mine');
    reserveDirectory({ out: 'mine', label: 'x' }).release();
    expect(existsSync('mine')).toBe(true);
  });

  it.each(['record.jsonl', 'report.html'])('is refused where it holds a %s', (file) => {
    mkdirSync('old');
    writeFileSync(join('old', file), '');
    const reserve = () => reserveDirectory({ out: 'old', label: 'x' });
    expect(reserve).toThrow(UsageError);
    expect(reserve).toThrow(`${join('old', file)} already exists`);
  });

  it.each(['file', join('file', 'below')])('is refused as "%s", where a file is in the way', (out) => {
    writeFileSync('file', '');
    expect(() => reserveDirectory({ out, label: 'x' })).toThrow(UsageError);
    expect(() => reserveDirectory({ out, label: 'x' })).toThrow(`Cannot write to the folder ${out}`);
  });
});

it.each([
  ['nightly', 'nightly'],
  ['with spaces / and slashes', 'with-spaces-and-slashes'],
  ['../../etc', 'etc'],
  ['.hidden', 'hidden'],
  ['Größe', 'Gro-e'],
  ['…', 'run'],
  ['', 'run'],
  ['x'.repeat(300), 'x'.repeat(60)],
])('the label "%s" becomes the file name "%s"', (label, name) => {
  expect(fileNameOf(label)).toBe(name);
});
