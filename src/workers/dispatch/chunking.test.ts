import { describe, expect, it } from 'vitest';
import { UsageError } from '../../errors.js';
import { readAll, readChunks } from './chunking.js';
import type { TaskSource } from './dispatch.js';

async function chunksOf(tasks: TaskSource, chunksize: number): Promise<string[]> {
  const reader = readChunks(tasks, chunksize);
  const chunks: string[] = [];
  for (let chunk = await reader.next(); chunk; chunk = await reader.next()) {
    chunks.push(`${chunk.first}: ${chunk.tasks.join(' ')}`);
  }
  return chunks;
}

async function* later(count: number): AsyncGenerator<number> {
  for (let task = 0; task < count; task++) yield task;
}

describe('cutting a source into chunks', () => {
  it.each<[string, TaskSource, number, string[]]>([
    ['nothing', [], 3, []],
    ['fewer than one chunk', [7, 8], 3, ['0: 7 8']],
    ['exactly one chunk', [7, 8, 9], 3, ['0: 7 8 9']],
    ['a rest', [1, 2, 3, 4, 5], 2, ['0: 1 2', '2: 3 4', '4: 5']],
    ['a set', new Set(['a', 'b']), 1, ['0: a', '1: b']],
    ['undefined tasks', [undefined, undefined], 1, ['0: ', '1: ']],
    ['an async source', later(5), 2, ['0: 0 1', '2: 2 3', '4: 4']],
    ['an empty async source', later(0), 2, []],
  ])('%s', async (_, tasks, chunksize, expected) => {
    expect(await chunksOf(tasks, chunksize)).toEqual(expected);
  });

  it('reads no further than the chunk that is asked for', () => {
    let read = 0;
    const source = (function* () {
      for (;;) yield read++;
    })();
    const reader = readChunks(source, 3);
    expect(read).toBe(0);
    reader.next();
    expect(read).toBe(3);
  });

  it('asks an ended source no more', async () => {
    let asked = 0;
    const source = {
      [Symbol.iterator]: () => ({ next: () => ({ done: ++asked > 1, value: asked }) as never }),
    };
    const reader = readChunks(source, 5);
    await reader.next();
    await reader.next();
    await reader.close();
    expect(asked).toBe(2);
  });

  it.each([[0], [-1], [1.5], [Number.NaN], [Number.POSITIVE_INFINITY], ['3'], [undefined]])(
    'refuses the chunksize %s',
    (chunksize) => {
      expect(() => readChunks([1], chunksize as number)).toThrow(UsageError);
    },
  );

  it.each([[5], [null], [undefined], [{ length: 3 }]])('refuses %s as tasks', async (tasks) => {
    expect(() => readChunks(tasks as never, 1)).toThrow('must be an iterable');
  });
});

describe('reading everything', () => {
  it.each<[string, TaskSource]>([
    ['sync', [0, 1, 2]],
    ['async', later(3)],
  ])('of a %s source', async (_, tasks) => {
    expect(await readAll(tasks)).toEqual([0, 1, 2]);
  });
});
