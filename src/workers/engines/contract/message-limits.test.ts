import { describe, expect, it } from 'vitest';
import { isFailure } from '../../session/index.js';
import { findEngine } from '../index.js';
import { messageAdvice } from '../protocol/message-limits.js';

const WAYS_OUT = /use the engine threads with a SharedArrayBuffer, or send the path of a file/;

describe('the advice on a message that cannot be sent', () => {
  it.each([
    ['shared memory', new Error('#<SharedArrayBuffer> could not be cloned.'), /Only threads share memory/],
    [
      'a long text',
      Object.assign(new Error('Cannot create a string longer than 0x1fffffe8 characters')),
      /512 MiB/,
    ],
    ['a text too long to be made', new RangeError('Invalid string length'), /512 MiB/],
    ['no memory', new Error('Data cannot be cloned, out of memory.'), /smaller than 2 GiB/],
    ['a size out of range', Object.assign(new RangeError('size'), { code: 'ERR_OUT_OF_RANGE' }), /2 GiB/],
    [
      'a message whose size the receiver cannot read',
      new Error('Unable to deserialize cloned data due to invalid or unsupported version.'),
      /2 GiB/,
    ],
  ])('names the limit and the ways out: %s', (_, cause, limit) => {
    expect(messageAdvice(cause)).toMatch(limit);
    expect(messageAdvice(cause)).toMatch(WAYS_OUT);
  });

  it('says of a promise to await it', () => {
    expect(messageAdvice(new Error('#<Promise> could not be cloned.'))).toBe(
      ' Await the promise, and send what it gives.',
    );
  });

  it.each([[new Error('() => {} could not be cloned.')], [undefined], ['exit code 1'], [null]])(
    'is silent where the cause says enough: %s',
    (cause) => {
      expect(messageAdvice(cause)).toBe('');
    },
  );
});

it('shared memory reaches threads, and of processes the task alone fails, with that advice', async () => {
  const module = new URL('../../../testing/fixtures/moving.js', import.meta.url).href;
  const params = { payload: 'share' };
  const shared = new SharedArrayBuffer(4);
  new Uint8Array(shared).fill(1);
  const results = await Promise.all(
    ['threads', 'processes'].map(async (name) => {
      const session = await findEngine(name).open({ module, export: 'default', params, workers: 1, seed: 1 });
      try {
        return await session.run({ first: 0, tasks: [shared, new Uint8Array([7])] });
      } finally {
        await session.close();
      }
    }),
  );
  expect(results[0]!.outcomes).toEqual([
    { index: 0, value: 4 },
    { index: 1, value: 7 },
  ]);
  const [refused, sent] = results[1]!.outcomes;
  expect(sent).toEqual({ index: 1, value: 7 });
  const { error } = refused as { error: Error };
  expect(isFailure(refused!)).toBe(true);
  expect(error.message).toMatch(/^Task 0 cannot be sent to a worker \(processes\): .*SharedArrayBuffer/);
  expect(error.message).toMatch(WAYS_OUT);
});
