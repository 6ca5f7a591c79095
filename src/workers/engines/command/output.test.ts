import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ErrorOutput, MOST_OUTPUT, Output, resultsOf } from './output.js';

const outputOf = (...parts: (string | Uint8Array)[]) => {
  const output = new Output();
  for (const part of parts) output.write(Buffer.from(part));
  return output.value;
};

describe('an output', () => {
  it('is a text, however it comes in parts', () => {
    const euro = Buffer.from('€');
    expect(outputOf('a', euro.subarray(0, 1), euro.subarray(1), '\n')).toBe('a€\n');
    expect(outputOf()).toBe('');
  });

  it('is bytes where it is no UTF-8', () => {
    expect(outputOf(new Uint8Array([0x61, 0xff, 0x0a]))).toEqual(new Uint8Array([0x61, 0xff, 0x0a]));
  });

  it('is its length and hash where it is too long to keep, the same in whatever parts it comes', () => {
    const long = Buffer.alloc(MOST_OUTPUT + 1, 'x');
    const expected = { bytes: long.length, sha256: createHash('sha256').update(long).digest('hex') };
    expect(outputOf(long)).toEqual(expected);
    expect(
      outputOf(long.subarray(0, 10), long.subarray(10, MOST_OUTPUT), long.subarray(MOST_OUTPUT)),
    ).toEqual(expected);
    expect(outputOf(long.subarray(1))).toHaveLength(MOST_OUTPUT);
  });
});

describe('results', () => {
  it('are a line each where there are as many as tasks, with or without a break after the last', () => {
    expect(resultsOf('1\n2\n3\n', 3)).toEqual(['1', '2', '3']);
    expect(resultsOf('1\n\n3', 3)).toEqual(['1', '', '3']);
  });

  it('are the whole output of the first task where lines do not tell', () => {
    expect(resultsOf('header\n1\n2\n', 2)).toEqual(['header\n1\n2\n', '']);
    expect(resultsOf('no line break', 2)).toEqual(['no line break', '']);
    expect(resultsOf('', 2)).toEqual(['', '']);
    expect(resultsOf({ bytes: 5, sha256: 'x' }, 3)).toEqual([{ bytes: 5, sha256: 'x' }, '', '']);
  });

  it('of one task are the output as it is', () => expect(resultsOf('a\nb\n', 1)).toEqual(['a\nb\n']));
});

describe('standard error', () => {
  it('is kept whole while it is short', () => {
    const errors = new ErrorOutput();
    errors.write(Buffer.from('one\n'));
    errors.write(Buffer.from('two\n'));
    expect(errors.text).toBe('one\ntwo');
  });

  it('is its beginning and its end, with what is left out told', () => {
    const errors = new ErrorOutput();
    errors.write(Buffer.from('first words\n'));
    for (let i = 0; i < 10_000; i++) errors.write(Buffer.from(`line ${i}\n`));
    errors.write(Buffer.from('last words\n'));
    expect(errors.text).toMatch(/^first words\nline 0\n[\s\S]*bytes left out[\s\S]*line 9999\nlast words$/);
    expect(errors.text.length).toBeLessThan(8_200);
  });
});
