import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { UsageError } from '../errors.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { LOCK, type Lock, lockFolder } from './index.js';
import { hasEnded, type Owner, ownerIn, thisProcess } from './owner.js';

const folder = temporaryFolder();
const file = join(folder, LOCK);
const locks: Lock[] = [];
const lock = () => locks.push(lockFolder(folder));
afterEach(() => {
  for (const one of locks.splice(0)) one.release();
});
const leave = (owner: Partial<Owner>) => writeFileSync(file, JSON.stringify({ ...thisProcess(), ...owner }));

/** Of no process: Linux gives none above. */
const NOBODY = 2 ** 22 + 1;

describe('a folder', () => {
  it('is one writer’s until that lets go', () => {
    lock();
    expect(ownerIn(readFileSync(file, 'utf8'))?.pid).toBe(process.pid);
    expect(lock).toThrow(UsageError);
    expect(lock).toThrow(
      `Another run, process ${process.pid}, is writing to ${folder}: wait for it to end, or choose`,
    );
    locks.pop()!.release();
    expect(existsSync(file)).toBe(false);
    lock();
  });

  it.each<[string, Partial<Owner>]>([
    ['has ended', { pid: NOBODY }],
    ['had the pid that another has now', { started: '1' }],
    ['ran before the machine was started again', { boot: 'another' }],
  ])('is nobody’s where its process %s', (_, owner) => {
    leave(owner);
    lock();
    expect(ownerIn(readFileSync(file, 'utf8'))).toEqual(thisProcess());
  });

  it('is nobody’s where a process was killed while it took it', () => {
    writeFileSync(file, '{"pid":');
    lock();
  });

  it('is another machine’s until that has said nothing for long', () => {
    leave({ host: 'another', pid: NOBODY });
    expect(lock).toThrow(`Another run, process ${NOBODY} on another, is writing to ${folder}`);
    utimesSync(file, new Date(), new Date(Date.now() - 3_600_000));
    lock();
  });

  it('that another has taken over is left to it', () => {
    lock();
    leave({ pid: NOBODY });
    locks.pop()!.release();
    expect(existsSync(file)).toBe(true);
    lock();
  });
});

it('a process in another namespace of pids is not known to have ended', () => {
  expect(hasEnded({ ...thisProcess(), namespace: 'pid:[1]', pid: NOBODY })).toBeUndefined();
  expect(hasEnded(thisProcess())).toBe(false);
});
