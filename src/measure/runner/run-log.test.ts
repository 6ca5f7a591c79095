import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { RunLog, runLogText } from './run-log.js';

const folder = temporaryFolder();
const entry = {
  time: Date.UTC(2026, 0, 31, 9, 30, 0, 7),
  level: 'info' as const,
  visit: 'cycles/threads/2',
  origin: 'threads-1',
  message: 'one\ntwo',
};

it('has a line with its head for each line, at once', () => {
  const file = join(folder, 'run.log');
  const log = new RunLog(file);
  expect(existsSync(file)).toBe(false);
  log.append(entry);
  log.append({ ...entry, level: 'error', message: 'three' });
  expect(readFileSync(file, 'utf8').split('\n')).toEqual([
    '2026-01-31T09:30:00.007Z info  cycles/threads/2 threads-1 | one',
    '2026-01-31T09:30:00.007Z info  cycles/threads/2 threads-1 | two',
    '2026-01-31T09:30:00.007Z error cycles/threads/2 threads-1 | three',
    '',
  ]);
  log.close();
  expect(log.failure).toBeUndefined();
});

it('that cannot be written ends nothing, and says why', () => {
  const log = new RunLog(join(folder, 'nowhere', 'run.log'));
  log.append(entry);
  log.append(entry);
  log.close();
  expect(log.failure).toContain('its folder does not exist');
});

it('takes what a scenario made of the clock for no moment', () => {
  for (const time of [Number.NaN, Number.POSITIVE_INFINITY, 1e300, {} as number, '' as unknown as number])
    expect(runLogText({ ...entry, time, message: 'one' })).toMatch(
      / info {2}cycles\/threads\/2 threads-1 \| one\n$/,
    );
  expect(runLogText({ ...entry, time: Number.NaN })).toContain('at an unknown time info ');
});
