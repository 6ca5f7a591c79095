import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('./fixtures/apart-program.js', import.meta.url));

/** Into which functions V8 inlined the one with this name. */
async function inlinedInto(what: string, inlined: string): Promise<Set<string>> {
  const flags = ['--trace-turbo-inlining', '--no-concurrent-recompilation'];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, program, what], {
    maxBuffer: 2 ** 26,
  });
  const named = /^Inlining .*<SharedFunctionInfo ([^>]*)>.* into .*<SharedFunctionInfo ([^>]*)>/gm;
  return new Set([...stdout.matchAll(named)].flatMap(([, what, into]) => (what === inlined ? [into!] : [])));
}

describe('a task’s function', () => {
  it('is inlined by V8 where a loop calls it plainly', async () => {
    expect(await inlinedInto('plain', 'theTask')).toEqual(new Set(['theLoop']));
  });

  it.each([
    ['method', 'theTask'],
    ['function', 'theTask'],
    ['async', 'theAsyncTask'],
  ])('is inlined at most into the small one around it, in a worker’s loop: %s', async (what, name) => {
    expect(await inlinedInto(what, name)).toEqual(new Set(['calling']));
    expect(await inlinedInto(what, 'calling')).toEqual(new Set());
  });

  it('that takes its task spread is inlined nowhere', async () => {
    expect(await inlinedInto('spread', 'theTask')).toEqual(new Set());
    expect(await inlinedInto('spread', 'helperOfTask')).toEqual(new Set(['theTask']));
  });
});
