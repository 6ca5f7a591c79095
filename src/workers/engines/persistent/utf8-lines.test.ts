import { describe, expect, it } from 'vitest';
import { ProtocolError } from '../../../errors.js';
import { shownLine, Utf8Lines } from './utf8-lines.js';

const linesOf = (...parts: (string | Uint8Array)[]) => {
  const lines = new Utf8Lines(20);
  return parts.flatMap((part) => [...lines.write(typeof part === 'string' ? Buffer.from(part) : part)]);
};

it.each([
  ['several in one part', ['a\nb\n'], ['a', 'b']],
  ['one in several parts', ['a', 'b', 'c\n'], ['abc']],
  ['ends of Windows', ['a\r\nb\r\n'], ['a', 'b']],
  ['empty ones say nothing', ['\n\r\n\na\n'], ['a']],
  ['a beginning waits for its end', ['a\nb'], ['a']],
  ['exactly as long as may be', ['12345678901234567890\n'], ['12345678901234567890']],
])('%s', (_, parts, expected) => {
  expect(linesOf(...parts)).toEqual(expected);
});

it('a character that is cut between two parts is whole', () => {
  const bytes = Buffer.from('Zürich\n');
  expect(linesOf(bytes.subarray(0, 2), bytes.subarray(2))).toEqual(['Zürich']);
});

it('what a part held stays when its memory is used again', () => {
  const lines = new Utf8Lines();
  const part = Buffer.from('ab');
  expect([...lines.write(part)]).toEqual([]);
  expect(lines.unended).toBe('`ab`');
  part.fill('x');
  expect([...lines.write(Buffer.from('\n'))]).toEqual(['ab']);
});

describe('a ProtocolError names', () => {
  it('a line without end, after its limit', () => {
    expect(() => linesOf('a\n', '123456789012345678', '9012')).toThrow(
      new ProtocolError(
        'its line does not end within 20 bytes: `1234567890123456789012`. End each answer with a newline.',
      ),
    );
  });

  it('what is no UTF-8', () => {
    expect(() => linesOf(Buffer.from([0x61, 0xff, 0x0a]))).toThrow(
      new ProtocolError('its line is not UTF-8: `a\ufffd`. Write answers as UTF-8.'),
    );
  });

  it('lines that came before are heard', () => {
    const heard: string[] = [];
    const read = () => {
      for (const line of new Utf8Lines().write(Buffer.from([0x61, 0x0a, 0xff, 0x0a]))) heard.push(line);
    };
    expect(read).toThrow(ProtocolError);
    expect(heard).toEqual(['a']);
  });
});

it('a long line is shown by its beginning', () => {
  expect(shownLine('\u0007x')).toBe('`\\u0007x`');
  expect(shownLine('x'.repeat(2_000))).toBe(`\`${'x'.repeat(200)}\`… (2,000 characters)`);
});
