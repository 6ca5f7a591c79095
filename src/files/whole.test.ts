import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CorewiseError, UsageError, WriteError } from '../errors.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { writeAllWhole, writeNew, writeWhole } from './index.js';
import { failingAt, faults } from './testing/failing.js';

const folder = temporaryFolder();
const isPosix = process.platform !== 'win32';
const before = 'old '.repeat(1_000);
const after = 'new '.repeat(2_000);

/** Does it as often as it has calls of the system, each time with another one that fails. */
function atEveryCall(write: (system: ReturnType<typeof failingAt>['system']) => void, check: Check): number {
  const { system, calls } = failingAt(0);
  write(system);
  for (let n = 1; n <= calls.length; n++)
    for (const fault of faults) {
      let thrown: unknown;
      try {
        write(failingAt(n, fault).system);
      } catch (error) {
        thrown = error;
      }
      check({ thrown, where: `${fault} at call ${n} (${calls[n - 1]})` });
    }
  return calls.length;
}

type Check = (outcome: { thrown: unknown; where: string }) => void;

describe('whichever call of the system fails', () => {
  it('a file that is written over is the old one or the new one, and nothing lies beside it', () => {
    const file = join(folder, 'over.html');
    const write = (system: ReturnType<typeof failingAt>['system']) => {
      writeFileSync(file, before);
      writeWhole(file, after, system);
    };
    const calls = atEveryCall(write, ({ thrown, where }) => {
      expect(readFileSync(file, 'utf8') === (thrown === undefined ? after : before), where).toBe(true);
      if (thrown !== undefined) expect(thrown, where).toBeInstanceOf(CorewiseError);
      expect(readdirSync(folder), where).toEqual(['over.html']);
    });
    expect(calls).toBeGreaterThanOrEqual(6);
    rmSync(file);
  });

  it('a new file is there whole or not at all', () => {
    const file = join(folder, 'new.ts');
    const write = (system: ReturnType<typeof failingAt>['system']) => {
      rmSync(file, { force: true });
      writeNew(file, after, system);
    };
    atEveryCall(write, ({ thrown, where }) => {
      expect(existsSync(file) ? readFileSync(file, 'utf8') === after : 'absent', where).toBe(
        thrown === undefined ? true : 'absent',
      );
      if (thrown !== undefined) expect((thrown as Error).message, where).toContain(file);
    });
    rmSync(file);
  });

  it('each of several files is the old one or the new one', () => {
    const below = join(folder, 'report');
    const files = ['report.html', 'report.json', 'charts/a.png'].map((file) => ({ file, content: after }));
    const write = (system: ReturnType<typeof failingAt>['system']) => {
      mkdirSync(join(below, 'charts'), { recursive: true });
      for (const { file } of files) writeFileSync(join(below, file), before);
      writeAllWhole(below, files, system);
    };
    atEveryCall(write, ({ thrown, where }) => {
      const contents = files.map(({ file }) => readFileSync(join(below, file), 'utf8'));
      const allowed = thrown === undefined ? [after] : [after, before];
      expect(
        contents.every((content) => allowed.includes(content)),
        where,
      ).toBe(true);
      expect(readdirSync(below).sort(), where).toEqual(['charts', 'report.html', 'report.json']);
    });
    rmSync(below, { recursive: true });
  });
});

describe('what cannot be written is named, with the reason', () => {
  const file = join(folder, 'x.json');

  it.each([
    ['ENOSPC', WriteError, 'the disk is full'],
    ['EIO', WriteError, 'the disk reports an error'],
    ['EACCES', UsageError, 'this user may not write there'],
  ] as const)('%s', (code, kind, reason) => {
    const write = () => writeWhole(file, 'x', failingAt(2, code).system);
    expect(write).toThrow(kind);
    expect(write).toThrow(`Cannot write ${file}: ${reason}.`);
  });

  it('a folder that is missing', () => {
    const path = join(folder, 'missing', 'x.json');
    expect(() => writeWhole(path, 'x')).toThrow(UsageError);
    expect(() => writeWhole(path, 'x')).toThrow(`Cannot write ${path}: its folder does not exist.`);
  });

  it('a folder where the file should be', () => {
    expect(() => writeWhole(folder, 'x')).toThrow(`Cannot write ${folder}: it is a folder.`);
  });

  it('a file where a folder should be', () => {
    writeFileSync(file, 'x');
    const below = join(file, 'report');
    expect(() => writeAllWhole(below, [{ file: 'a.md', content: 'x' }])).toThrow(UsageError);
    expect(() => writeAllWhole(below, [{ file: 'a.md', content: 'x' }])).toThrow(
      `Cannot write ${join(below, 'a.md')}: a part of the path is a file, not a folder.`,
    );
    rmSync(file);
  });

  it('a file that is there already and must be new', () => {
    writeFileSync(file, before);
    expect(() => writeNew(file, after)).toThrow(`${file} already exists; it was left as it is.`);
    expect(readFileSync(file, 'utf8')).toBe(before);
    rmSync(file);
  });
});

describe.runIf(isPosix)('writing over (needs a POSIX system)', () => {
  it('keeps the permissions', () => {
    const file = join(folder, 'private.json');
    writeFileSync(file, before);
    chmodSync(file, 0o640);
    writeWhole(file, after);
    expect(statSync(file).mode & 0o777).toBe(0o640);
    rmSync(file);
  });

  it('a link writes what it leads to', () => {
    const file = join(folder, 'real.json');
    const link = join(folder, 'link.json');
    writeFileSync(file, before);
    symlinkSync(file, link);
    writeWhole(link, after);
    expect(readFileSync(file, 'utf8')).toBe(after);
    expect(readdirSync(folder).sort()).toEqual(['link.json', 'real.json']);
    for (const path of [file, link]) rmSync(path);
  });

  it('a device leaves the device', () => {
    writeWhole('/dev/null', after);
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });
});
