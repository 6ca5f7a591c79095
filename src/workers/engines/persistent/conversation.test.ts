import { beforeEach, describe, expect, it } from 'vitest';
import { Conversation } from './conversation.js';

let begun: number[];
let conversation: Conversation;

beforeEach(() => {
  begun = [];
  conversation = new Conversation({ began: (id) => begun.push(id) }, 100);
  expect(hear(0, '{"ready": true}')).toEqual({ ready: true, ran: [] });
});

function hear(now: number, ...lines: string[]) {
  return conversation.hear(Buffer.from(lines.map((line) => `${line}\n`).join('')), now);
}

const failed = (message: string) => ({ isError: true, name: 'Error', message, fields: {} });
const none = [undefined, undefined] as const;

it('a chunk is one line a task, and settles with the last answer', () => {
  expect(conversation.tell([7, 20, ['a', 'b']], 5)).toBe('{"task":"a"}\n{"task":"b"}\n');
  expect([begun, conversation.task]).toEqual([[7], 20]);
  expect(hear(6, '{"result": 1}')).toEqual({ ran: [] });
  expect(conversation.task).toBe(21);
  expect(hear(9, '{"result": 2}')).toEqual({ ran: [[7, [1, 2], null, 5, 5, 9, ...none]] });
  expect(conversation.task).toBeUndefined();
});

it('the next chunk begins when the one before it is answered', () => {
  conversation.tell([0, 0, [1]], 10);
  conversation.tell([1, 1, [2]], 11);
  expect(begun).toEqual([0]);
  expect(hear(20, '{"result": "x"}')).toEqual({ ran: [[0, ['x'], null, 10, 10, 20, ...none]] });
  expect(begun).toEqual([0, 1]);
  expect(hear(35, '{"result": "y"}')).toEqual({ ran: [[1, ['y'], null, 11, 20, 35, ...none]] });
});

it('after a rest a chunk begins when it was written', () => {
  conversation.tell([0, 0, [1]], 10);
  hear(20, '{"result": 0}');
  conversation.tell([1, 1, [2]], 50);
  expect(hear(60, '{"result": 0}').ran).toEqual([[1, [0], null, 50, 50, 60, ...none]]);
});

it('short chunks that come together are told apart', () => {
  expect(conversation.tell([4, [8, 10], ['a', 'b', 'c'], [2, 1]], 0).split('\n')).toHaveLength(4);
  const { ran } = hear(3, '{"result": 1}', '{"error": "no"}', '{"result": 3}');
  expect(ran).toEqual([
    [4, [1, undefined], [[1, failed('no')]], 0, 0, 3, ...none],
    [5, [3], null, 0, 3, 3, ...none],
  ]);
});

it('of single tasks that come together, too', () => {
  conversation.tell([0, [5, 6], ['a', 'b'], null], 0);
  expect(hear(1, '{"result": 1}', '{"result": 2}').ran).toHaveLength(2);
});

it('a task that cannot be sent leaves no trace', () => {
  expect(() => conversation.tell([0, 0, [1, 2n]], 0)).toThrow('JSON cannot carry the BigInt 2n');
  expect([begun, conversation.task]).toEqual([[], undefined]);
});

describe('a fault', () => {
  it('comes after the answers before it', () => {
    conversation.tell([0, 0, [1]], 0);
    conversation.tell([1, 1, [2]], 0);
    const { ran, fault } = hear(5, '{"result": 1}', 'loading', '{"result": 2}');
    expect(ran).toHaveLength(1);
    expect(fault?.message).toMatch(/^it printed `loading`, which is not JSON\..*write to stderr instead\.$/);
    expect(conversation.task).toBe(1);
  });

  it('is an answer too many, though the next task is sent for the first one', () => {
    conversation.tell([0, 0, [1]], 0);
    const { ran, fault } = hear(5, '{"result": 1}', '{"result": 1}');
    expect(ran).toHaveLength(1);
    expect(fault?.message).toBe(
      'it printed `{"result": 1}` with no task left to answer: one answer per task.',
    );
  });

  it('is a second `ready`', () => {
    expect(hear(1, '{"ready": true}').fault?.message).toMatch(/^it said {"ready": true} again/);
  });

  it('is a line without end', () => {
    conversation.tell([0, 0, [1]], 0);
    const { fault } = conversation.hear(Buffer.alloc(101, 'x'), 1);
    expect(fault?.message).toMatch(/^its line does not end within 100 bytes: `x+`/);
  });

  it('is a first line that is an answer', () => {
    conversation = new Conversation({ began: () => undefined });
    expect(hear(1, '{"result": 5}').fault?.message).toBe(
      'its first line is `{"result": 5}`, not {"ready": true}.',
    );
  });
});

it('what nothing ended is there to be shown', () => {
  conversation.tell([0, 0, [1]], 0);
  expect(conversation.hear(Buffer.from('{"result": 5}'), 1)).toEqual({ ran: [] });
  expect(conversation.unended).toBe('`{"result": 5}`');
});
