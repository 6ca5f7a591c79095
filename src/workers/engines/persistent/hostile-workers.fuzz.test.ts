import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyText, fuzz, oddValues } from '../../../testing/fuzz.js';
import { Conversation } from './conversation.js';

/** Tens of thousands in a second. */
const CHEAP = 4;

const TASKS = 3;

const line = fc.oneof(
  fc.constantFrom(
    ...['{"ready": true}', '{"result": 1}', '{"error": "no"}', '{"result": 1, "error": 2}', '{}', '[]', ''],
    ...[
      '{"ready": false}',
      'null',
      '{"__proto__": 1}',
      '{"result": 1e400}',
      '{"result": -0}',
      '\uFEFF{"result": 1}',
    ],
  ),
  oddValues.map((value) => JSON.stringify({ result: value }) ?? ''),
  oddValues.map((value) => JSON.stringify({ error: value }) ?? ''),
  anyText(60),
);
const said = fc.array(
  fc.oneof(
    line.map((text) => Buffer.from(`${text}\n`)),
    fc.uint8Array({ maxLength: 20 }),
  ),
  {
    maxLength: 8,
  },
);

it('whatever a worker says is an answer, or ends it with a reason', async () => {
  await fuzz(
    'lines of persistent workers',
    said,
    (parts) => {
      const conversation = new Conversation({ began: () => undefined });
      conversation.tell([0, 0, Array.from({ length: TASKS }, (_, task) => task)] as never, 0);
      let answered = 0;
      for (const [now, part] of parts.entries()) {
        const { ran, fault } = conversation.hear(part, now);
        for (const [, values] of ran) answered += (values as unknown[]).length;
        if (fault) {
          expect(fault.message.length).toBeGreaterThan(0);
          break;
        }
      }
      expect([0, TASKS]).toContain(answered);
      expect(Object.keys(Object.prototype)).toEqual([]);
    },
    CHEAP,
  );
});
