import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isAlive } from '../../../testing/alive.js';
import { startProgram } from '../../../testing/command-line.js';
import { need, needs } from '../../../testing/needs.js';
import { temporaryFolder } from '../../../testing/temporary-folder.js';

const script = new URL('./fixtures/abandoned.js', import.meta.url);
const threadScript = new URL('./fixtures/abandoned-thread.js', import.meta.url);
const within = { timeout: 30_000, interval: 20 };
const folder = temporaryFolder();
let pids: number[] = [];

afterEach(() => {
  for (const pid of pids.filter(isAlive)) process.kill(pid, 'SIGKILL');
});

/** Once both compute, deaf to everything but the system. */
async function busyWorkers(place: string): Promise<number[]> {
  const said = () => readdirSync(place).map((name) => Number(readFileSync(join(place, name), 'utf8')));
  await vi.waitFor(() => expect(said().filter((pid) => pid > 0)).toHaveLength(2), within);
  pids = said();
  expect(pids.every(isAlive)).toBe(true);
  return pids;
}

const areGone = () => vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), within);

describe.skipIf(!need('setpriv'))(`processes that never end by themselves${needs('setpriv')}`, () => {
  it('go with the process that started them, though it is killed', async () => {
    const place = mkdtempSync(join(folder, 'process-'));
    const { child, ended } = startProgram(process.execPath, [fileURLToPath(script), place], folder);
    await busyWorkers(place);
    child.kill('SIGKILL');
    await ended;
    await areGone();
  });

  // In a program of its own: nobody waits for the children of a thread that is gone, so they stay as zombies.
  it('go with the thread that started them', async () => {
    const place = mkdtempSync(join(folder, 'thread-'));
    const { child, ended } = startProgram(process.execPath, [fileURLToPath(threadScript), place], folder);
    await busyWorkers(place);
    child.kill('SIGUSR2');
    await areGone();
    expect(isAlive(child.pid!)).toBe(true);
    child.kill('SIGKILL');
    await ended;
  });
});
