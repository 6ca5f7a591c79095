import { describe, expect, test } from 'vitest';
import { lossSentence, sectionLoss } from './loss.js';
import type { ReportCase } from './schema.js';
import { sectionsOf } from './sections.js';
import { inventEmptyReport, inventReport } from './testing/invented.js';

const none = {
  oversubscribed: 0,
  startup: 0,
  dispatch: 0,
  unused: 0,
  tail: 0,
  wait: 0,
  slowdown: 0,
  unexplained: 0,
};
const pool = inventReport().cases.find((c) => c.workers === 2)!;
const losing = (loss: Partial<typeof none>, change: Partial<ReportCase> = {}): ReportCase => ({
  ...pool,
  wallMs: { median: 50, low: 50, high: 50, samples: [50, 50] },
  lossWorkerMs: { ...none, ...loss },
  ...change,
});

describe('the sentence about the loss', () => {
  test.each<[string, ReportCase, string | undefined]>([
    [
      'names the largest causes as shares of the workers’ time',
      losing({ tail: 10, dispatch: 5, slowdown: -2, wait: 1 }),
      'Where the rest went: of 2 × 50.0 ms, 14 % was lost: the tail 10 %, dispatch 5 % and slowdown -2 %.',
    ],
    [
      'says when nothing was lost',
      losing({ tail: 0.2 }),
      'Where the rest went: of 2 × 50.0 ms, nothing was lost.',
    ],
    [
      'says when it is a gain',
      losing({ slowdown: -20 }),
      'Where the rest went: of 2 × 50.0 ms, 20 % was gained: slowdown -20 %.',
    ],
    [
      'says where waiting cannot be told apart',
      losing({ slowdown: 20 }, { lossParts: { mainThread: 0, idle: 0, collect: 0, waitIn: 'slowdown' } }),
      'Where the rest went: of 2 × 50.0 ms, 20 % was lost: slowdown (waiting included: this system does not tell) 20 %.',
    ],
    ['says nothing of serial', inventReport().cases[0]!, undefined],
  ])('%s', (_, c, sentence) => {
    expect(lossSentence(c)).toBe(sentence);
  });

  test('is of the recommended case; of the fastest pool, by name, where serial is recommended', () => {
    const [section] = sectionsOf(inventReport());
    expect(sectionLoss(section!)).toMatch(/^Where the rest went: of 2 × /);
    const serial = { ...section!.recommendation!, caseId: 'cycles/serial' };
    expect(sectionLoss({ ...section!, recommendation: serial })).toMatch(
      /^Where the rest went with 2 threads with imapUnordered, chunksize 1: of 2 × /,
    );
    expect(sectionLoss(sectionsOf(inventEmptyReport())[0]!)).toBeUndefined();
  });
});
