import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { corewiseHere } from '../testing/command-here.js';

const folder = temporaryFolder();

describe('what cannot be', () => {
  it.each<[string, string[], string]>([
    ['no command', [], 'There is no command. Write it after --'],
    ['a command before --', ['sleep', '1'], 'Write the command after --, so that its options are its own'],
    [
      'no placeholder',
      ['--', 'node', 'work.cjs'],
      'does not say where the number of workers or the tasks go',
    ],
    [
      'a missing program',
      ['--', 'nodee', '{workers}'],
      'There is no program "nodee" on PATH. Did you mean "node"?',
    ],
    [
      'copies and workers',
      ['--copies', '2', '--workers', '2', '--', 'node'],
      'leave --workers out, or --copies',
    ],
    [
      'a chunksize of a whole program',
      ['--chunksize', '1,4', '--', 'node', '{workers}'],
      '--chunksize is for tasks, and a whole program has none',
    ],
    ['a range that is none', ['--range', '12', '--', 'node', '{}'], '"12" is not a range'],
    ['a variable without a value', ['--env', 'X', '--', 'node'], 'Write NAME=value'],
  ])('%s is refused, with what would be right', async (_, args, message) => {
    const { code, stderr } = await corewiseHere(['exec', ...args], folder);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
    expect(stderr).not.toContain('    at ');
  });
});
