import { vi } from 'vitest';
import type { Ended } from '../../testing/command-line.js';
import { undisturbed } from '../../testing/undisturbed.js';
import { exitCodeOf } from '../exit.js';
import { createProgram } from '../program.js';

let before: Promise<unknown> = Promise.resolve();

/**
 * The command line in the process of the test: a third of a second of CPU time less than a process of its own. What
 * only the process shows (exit codes, pipes, signals) is tested with `corewise`. One call waits for the one before.
 */
export function corewiseHere(args: readonly string[], cwd: string): Promise<Ended> {
  const ended = before.then(() => undisturbed(() => inThisProcess(args, cwd)));
  before = ended.catch(() => undefined);
  return ended;
}

async function inThisProcess(args: readonly string[], cwd: string): Promise<Ended> {
  const [argv, folder] = [process.argv, process.cwd()];
  const output = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((chunk) => {
      output[name] += String(chunk);
      return true;
    }),
  );
  process.argv = [process.execPath, 'corewise', ...args];
  process.chdir(cwd);
  try {
    return { code: await exitCodeOf(async () => (await createProgram(args)).parseAsync()), ...output };
  } finally {
    process.chdir(folder);
    process.argv = argv;
    process.exitCode = undefined;
    for (const spy of spies) spy.mockRestore();
  }
}
