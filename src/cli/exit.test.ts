import { CommanderError } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CorewiseError, UsageError, WorkerLostError } from '../errors.js';
import { exitCodeOf } from './exit.js';

describe('a command that', () => {
  let stderr = '';
  beforeEach(() => {
    stderr = '';
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      stderr += text;
      return true;
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    process.exitCode = undefined;
  });

  const failing = (error: unknown) => exitCodeOf(() => Promise.reject(error));

  it('ends well exits with 0', async () => {
    expect(await exitCodeOf(async () => {})).toBe(0);
  });

  it('sets a code exits with it', async () => {
    const command = async () => {
      process.exitCode = 130;
    };
    expect(await exitCodeOf(command)).toBe(130);
  });

  it.each([
    ['was misused', new UsageError('No such thing.'), 2, 'error: No such thing.\n'],
    ['lost a worker', new WorkerLostError('Worker 1 exited.', 1, 3), 1, 'error: Worker 1 exited.\n'],
    ['met a full disk', new CorewiseError('Cannot write x.'), 1, 'error: Cannot write x.\n'],
    ['commander has refused already', new CommanderError(1, 'commander.x', 'said'), 2, ''],
    ['has shown its help', new CommanderError(0, 'commander.helpDisplayed', 'said'), 0, ''],
  ])('%s says so in one line', async (_, error, code, message) => {
    expect(await failing(error)).toBe(code);
    expect(stderr).toBe(message);
  });

  it('may open no more files says so without a stack', async () => {
    const error = new Error("EMFILE: too many open files, open '/lib/x.js'");
    expect(await failing(error)).toBe(1);
    expect(stderr).toMatch(
      /^error: EMFILE: too many open files, open .* \(ulimit -n\): use fewer workers, .*\.\n$/,
    );
  });

  it('fails in a way that nobody foresaw exits with 1 and shows the stack', async () => {
    expect(await failing(new TypeError('x is not a function'))).toBe(1);
    expect(stderr).toMatch(/report this[\s\S]*TypeError: x is not a function\n\s+at /);
  });
});
