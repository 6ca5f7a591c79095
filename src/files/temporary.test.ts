import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder as folderOfTest } from '../testing/temporary-folder.js';
import { removeLeftovers, temporaryFolder } from './index.js';
import { thisProcess } from './owner.js';

const folder = folderOfTest();

function left(name: string, owner: object | undefined): string {
  const path = join(folder, name);
  mkdirSync(path);
  writeFileSync(join(path, 'results'), 'x');
  if (owner) writeFileSync(join(path, '.owner.json'), JSON.stringify(owner));
  return path;
}

it('what a process that was killed left goes, and nothing else', () => {
  const own = thisProcess();
  const dead = left('corewise-results-dead', { ...own, pid: 2 ** 22 + 1 });
  const forgotten = left('corewise-flags-abcdef', undefined);
  const yesterday = new Date(Date.now() - 2 * 86_400_000);
  utimesSync(forgotten, yesterday, yesterday);
  const others = [
    left('corewise-results-alive', own),
    left('corewise-results-elsewhere', { ...own, host: 'another' }),
    left('corewise-results-unknow', undefined),
    left('mine-dead', { ...own, pid: 2 ** 22 + 1 }),
  ];
  removeLeftovers(folder);
  expect([dead, forgotten].filter(existsSync)).toEqual([]);
  expect(others.filter((path) => !existsSync(path))).toEqual([]);
});

it('a folder is there until it is released', () => {
  const one = temporaryFolder('test');
  expect(one.path).toContain('corewise-test-');
  expect(existsSync(one.path)).toBe(true);
  one.release();
  one.release();
  expect(existsSync(one.path)).toBe(false);
});
