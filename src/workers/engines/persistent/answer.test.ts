import { describe, expect, it } from 'vitest';
import { ProtocolError } from '../../../errors.js';
import { readAnswer } from './answer.js';

const result = (value: unknown) => ({ kind: 'result', value });
const error = (message: string) => ({ kind: 'error', message });

it.each([
  ['{"ready": true}', { kind: 'ready' }],
  ['{"ready": true, "version": 3}', { kind: 'ready' }],
  ['{"result": 1.5}', result(1.5)],
  ['{"result": null}', result(null)],
  ['{"result": [1, {"a": "NaN"}], "ms": 3}', result([1, { a: 'NaN' }])],
  // Structs with a field for each are written so.
  ['{"result": 3, "error": null}', result(3)],
  ['{"result": null, "error": "no such file"}', error('no such file')],
  ['{"error": {"message": "off the end", "type": "IndexError"}}', error('off the end')],
  ['{"error": 3}', error('3')],
  ['{"error": {"code": 5}}', error('{"code":5}')],
  ['{"result": 9007199254740992}', result(2 ** 53)],
  ['{"result": 0.1234567890123456789}', result(0.12345678901234568)],
  ['{"result": "12345678901234567890"}', result('12345678901234567890')],
])('%s', (line, answer) => {
  expect(readAnswer(line)).toEqual(answer);
});

describe('what a number of JavaScript would change fails the task', () => {
  it.each([
    ['{"result": 9007199254740993}', '9007199254740993'],
    ['{"result": [1, -12345678901234567891]}', '-12345678901234567891'],
    ['{"result": {"x": 1e400}}', '1e400'],
  ])('%s', (line, number) => {
    const message = `its result holds ${number}, which a JavaScript number cannot hold exactly: answer with a string`;
    expect(readAnswer(line)).toEqual(error(message));
  });

  it.each([
    ['{"result": NaN}', 'NaN'],
    ['{"result": [1.0, -Infinity]}', '-Infinity'],
  ])('%s', (line, found) => {
    const message = `its result holds ${found}, which JSON cannot express: answer with null or a string`;
    expect(readAnswer(line)).toEqual(error(message));
  });
});

describe('a line that is no answer breaks the protocol', () => {
  it.each([
    ['step 3 of 7', 'not JSON'],
    ['{"result": NaN', 'not JSON'],
    ['NaN', 'not JSON'],
    ['42', 'not an answer'],
    ['[]', 'not an answer'],
    ['{}', 'not an answer'],
    ['{"error": null}', 'not an answer'],
    ['{"ready": false}', 'not an answer'],
  ])('%s', (line, what) => {
    const elsewhere =
      'Standard output is for answers alone, {"result": …} or {"error": …}: write to stderr instead.';
    const message = `it printed \`${line}\`, which is ${what}. ${elsewhere}`;
    expect(() => readAnswer(line)).toThrow(new ProtocolError(message));
  });

  it('and so does one with both a result and an error', () => {
    expect(() => readAnswer('{"result": 1, "error": "x"}')).toThrow(
      new ProtocolError(
        'it answered `{"result": 1, "error": "x"}`: one task has a result or an error, not both.',
      ),
    );
  });
});
