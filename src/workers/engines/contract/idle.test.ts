import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('./fixtures/idle-program.js', import.meta.url));

/** What the program printed; rejects where it did not end by itself with exit code 0. */
async function run(engine: string, what: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [program, engine, what], {
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });
  return stdout.split('\n').filter((line) => line !== '');
}

describe.concurrent.each([['threads'], ['processes']])(
  'a program that never closes its session of %s',
  (engine) => {
    it.each([
      ['unused', []],
      ['idle', []],
      ['replaced', []],
      ['waiting', ['answered']],
      ['restarting', ['lost', 'answered']],
    ])('%s: it ends by itself, not before its answers came', async (what, printed) => {
      expect(await run(engine, what)).toEqual(printed);
    });
  },
);
