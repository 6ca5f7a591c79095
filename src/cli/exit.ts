import { writeSync } from 'node:fs';
import { CommanderError } from 'commander';
import { CorewiseError, messageOf, UsageError } from '../errors.js';
import { limitMet, withLimitMet } from '../files/index.js';
import { printable } from './print.js';

export const exitCodes = { done: 0, failed: 1, misuse: 2 } as const;

/**
 * Runs a command and tells its exit code: what the command set itself, or that of the error it ended with,
 * which is told on stderr. Only an error that nobody foresaw shows its stack.
 */
export async function exitCodeOf(action: () => Promise<unknown>): Promise<number> {
  try {
    await action();
    return Number(process.exitCode ?? exitCodes.done);
  } catch (error) {
    // Commander has said already what was wrong.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.misuse;
    process.stderr.write(`${printable(describe(error))}\n`);
    return error instanceof UsageError ? exitCodes.misuse : exitCodes.failed;
  }
}

/**
 * Runs the whole of the command, and tells where it ends before it is done: on a virtual clock a scenario's functions
 * run in this very process, and may wait for what never comes, or leave.
 */
export async function untilDone(action: () => Promise<number>): Promise<number> {
  const tell = (text: string) => {
    // What stands on `process.stderr` meanwhile may be captured.
    writeSync(2, `error: ${text}\n`);
    process.exitCode = exitCodes.failed;
  };
  const abandoned = () => {
    tell('The run waits for a promise that nothing will ever settle. Does the scenario make one?');
    process.exit();
  };
  const left = (code: number) => {
    if (code === exitCodes.done)
      tell("The scenario ended the command's own process: it called process.exit().");
  };
  process.once('beforeExit', abandoned);
  process.once('exit', left);
  try {
    return await action();
  } finally {
    process.off('beforeExit', abandoned);
    process.off('exit', left);
  }
}

function describe(error: unknown): string {
  const message = messageOf(error);
  if (error instanceof CorewiseError || limitMet(message)) return `error: ${withLimitMet(message)}`;
  const stack = error instanceof Error ? (error.stack ?? messageOf(error)) : messageOf(error);
  return `error: corewise failed unexpectedly. Please report this.\n${stack}`;
}

/** A reader that has seen enough (`corewise list | head`) is no error; a full disk is one. */
export function survivePipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    const isTerminal = stream.isTTY === true;
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // A terminal that was closed takes nothing more, and is nobody's mistake.
      if (
        error.code === 'EPIPE' ||
        error.code === 'ERR_STREAM_DESTROYED' ||
        (error.code === 'EIO' && isTerminal)
      )
        return;
      if (stream === process.stdout)
        process.stderr.write(`error: cannot write the output: ${error.message}\n`);
      process.exitCode = exitCodes.failed;
    });
  }
}
