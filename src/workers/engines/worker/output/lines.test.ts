import { describe, expect, it } from 'vitest';
import { Lines, LONGEST_LINE } from './lines.js';

function linesOf(chunks: (string | Uint8Array)[], ended = true): string[] {
  const taken: string[] = [];
  const lines = new Lines((line) => taken.push(line));
  for (const chunk of chunks) lines.write(chunk);
  if (ended) lines.end();
  return taken;
}

describe('a stream is cut into lines', () => {
  it.each([
    [['a\nb\n'], ['a', 'b']],
    [
      ['a', 'b\nc', '\n'],
      ['ab', 'c'],
    ],
    [['\n\n'], ['', '']],
    [
      ['a\r\nb\r', '\nc'],
      ['a', 'b', 'c'],
    ],
    [['unfinished'], ['unfinished']],
    [[''], []],
  ])('%j', (chunks, lines) => expect(linesOf(chunks)).toEqual(lines));

  it('that is not handed out before it is whole', () => {
    expect(linesOf(['a\nb'], false)).toEqual(['a']);
  });

  it('from bytes that end within a character', () => {
    const bytes = Buffer.from('aé€😀\n');
    expect(linesOf([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(['aé€😀']);
  });

  it('from bytes that are no text', () => {
    expect(linesOf([Uint8Array.of(0xff, 0x0a, 0xfe, 0x0a)])).toEqual(['�', '�']);
  });
});

describe('a line that is too long', () => {
  const long = 'x'.repeat(LONGEST_LINE);

  it('is kept as far as it may be', () => expect(linesOf([long, '\n'])).toEqual([long]));

  it.each([
    ['at once', [`${long}yz\nnext`]],
    ['bit by bit', [long, 'y', 'z', '\nnext']],
  ])('is cut, and says by how much, %s', (_, chunks) => {
    expect(linesOf(chunks)).toEqual([`${long} … 2 more characters`, 'next']);
  });
});
