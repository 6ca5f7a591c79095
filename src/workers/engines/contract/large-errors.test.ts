import { describe, expect, it } from 'vitest';
import { type CorewiseError, LONGEST_MESSAGE } from '../../../errors.js';
import { isFailure } from '../../session/index.js';
import { findEngine } from '../index.js';
import { rebuildError } from '../protocol/described-error.js';
import { describeFor, type WorkerChannel } from '../protocol/messages.js';

const LONG = 5_000_000;
const long = 'x'.repeat(LONG);
const channel = { whyNot: () => undefined } as unknown as WorkerChannel;
const cut = /^x+… \(cut: 5,000,000 characters in all\)$/;

describe('of a thrown value that is large, a worker sends a part', () => {
  const sent = (thrown: unknown) => {
    const described = describeFor(channel, thrown);
    expect(JSON.stringify(described).length).toBeLessThan(5 * 2 ** 20);
    return rebuildError(described);
  };

  it('its message is cut; the calls of its stack are kept', () => {
    const error = sent(new RangeError(long)) as Error;
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toMatch(cut);
    expect(error.stack).toContain('large-errors.test');
  });

  it('its causes and errors are cut as it is, and of very many errors the first are kept', () => {
    const errors = Array.from({ length: 1_000 }, () => new Error('one'));
    const error = sent(new AggregateError(errors, 'all', { cause: new Error(long) })) as AggregateError;
    expect(error.errors).toHaveLength(100);
    expect((error.cause as Error).message).toMatch(cut);
  });

  it('its fields are carried where they are small', () => {
    const fields = { code: 'E_X', all: long, deep: { all: long }, bytes: new Uint8Array(LONG) };
    expect(Object.keys(sent(Object.assign(new Error('small'), fields)) as object)).toEqual(['code']);
  });

  it('a text in place of an error is cut', () => {
    expect(sent(long)).toMatch(/^string x+… \(cut: 5,000,007 characters in all\)$/);
  });
});

describe.each(['serial', 'promises', 'threads', 'processes'])('%s', (name) => {
  it('names a task whose error has a message of 50 MB, and no more than its beginning', async () => {
    const module = new URL('./fixtures/large.js', import.meta.url).href;
    const spec = { module, export: 'default', params: {}, workers: 1, seed: 1 };
    const session = await findEngine(name).open(spec);
    try {
      const { outcomes } = await session.run({ first: 3, tasks: [{ throws: 50_000_000 }] });
      const [failed] = outcomes.filter(isFailure);
      const { message } = failed!.error as CorewiseError;
      expect(message.length).toBeLessThan(2 * LONGEST_MESSAGE);
      expect(message.replace(/x+/, 'x')).toMatch(
        /^Task 3 failed in worker 0 \(\w+\): x+… \(cut: 50,000,000 characters in all\)$/,
      );
    } finally {
      await session.close();
    }
  });

  it('brings a result of 40 MB', async () => {
    const module = new URL('./fixtures/large.js', import.meta.url).href;
    const spec = { module, export: 'default', params: {}, workers: 1, seed: 1 };
    const session = await findEngine(name).open(spec);
    try {
      const { outcomes } = await session.run({ first: 0, tasks: [{ returns: 40_000_000 }] });
      const [one] = outcomes as { value: Uint8Array }[];
      expect(one!.value.byteLength).toBe(40_000_000);
    } finally {
      await session.close();
    }
  });
});
