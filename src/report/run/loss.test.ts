import { describe, expect, test } from 'vitest';
import { inventEmptyReport, inventReport } from '../testing/invented.js';
import { chaptersOf } from './chapters.js';
import { chapterLoss, lossSentence } from './loss.js';
import type { ReportCase } from './report/case-schema.js';

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
const intervals = (loss: typeof none, half: Partial<Record<keyof typeof none | 'total', number>>) => {
  const total = Object.values(loss).reduce((sum, part) => sum + part, 0);
  const known = Object.entries({ ...loss, total }).map(([what, value]) => {
    const reach = half[what as keyof typeof none] ?? 0.01;
    return [what, { value, low: value - reach, high: value + reach }];
  });
  return Object.fromEntries(known) as NonNullable<ReportCase['lossIntervals']>;
};
const pool = inventReport().cases.find((c) => c.workers === 2)!;
/** Every part known to `half`, worker-ms. */
const losing = (
  loss: Partial<typeof none>,
  change: Partial<ReportCase> = {},
  half: Partial<Record<keyof typeof none | 'total', number>> = {},
): ReportCase => ({
  ...pool,
  wallMs: { median: 50, low: 50, high: 50, samples: [50, 50] },
  lossWorkerMs: { ...none, ...loss },
  lossIntervals: intervals({ ...none, ...loss }, half),
  ...change,
});

function withoutIntervals({ lossIntervals: _, ...c }: ReportCase): ReportCase {
  return c;
}

describe('the sentence about the loss', () => {
  test.each<[string, ReportCase, string | undefined]>([
    [
      'names the largest causes as shares of the workers’ time',
      losing({ tail: 10, dispatch: 5, slowdown: -2, wait: 1 }),
      'Lost: 14 % of worker time (14–14 %): uneven tail 10 % (10–10 %), dispatch 5 % (5–5 %) and slowdown −2 % (−2 to −2 %).',
    ],
    [
      'calls what passes between programs by that name',
      losing({ dispatch: 5 }, { command: 'chunks' }),
      'Lost: 5 % of worker time (5–5 %): between programs 5 % (5–5 %).',
    ],
    ['says when nothing was lost', losing({ tail: 0.2 }), 'Lost: nothing of the workers’ time.'],
    [
      'says when it is a gain',
      losing({ slowdown: -20 }),
      'Gained: 20 % of worker time (20–20 %): slowdown −20 % (−20 to −20 %).',
    ],
    [
      'says where waiting cannot be told apart',
      losing({ slowdown: 20 }, { lossParts: { mainThread: 0, idle: 0, collect: 0, waitIn: 'slowdown' } }),
      'Lost: 20 % of worker time (20–20 %): slowdown (includes waiting, which this system does not measure) 20 % (20–20 %).',
    ],
    [
      'names no cause whose interval allows that there is none',
      losing({ tail: 10, slowdown: 20 }, {}, { slowdown: 25, total: 26 }),
      'Lost: 30 % of worker time (4–56 %): uneven tail 10 % (10–10 %).',
    ],
    [
      'does not say that anything was lost where that is open',
      losing({ slowdown: 20 }, {}, { slowdown: 25, total: 25 }),
      'Lost: not clear yet, 20 % of worker time (−5 to 45 %).',
    ],
    [
      'names what is known of a whole that is not',
      losing({ slowdown: 20, tail: 4 }, {}, { slowdown: 25, total: 25 }),
      'Lost: not clear yet, 24 % of worker time (−1 to 49 %); known: uneven tail 4 % (4–4 %).',
    ],
    [
      'says nothing where one round tells nothing of its own spread',
      withoutIntervals(losing({ tail: 10 })),
      undefined,
    ],
    ['says nothing of serial', inventReport().cases[0]!, undefined],
  ])('%s', (_, c, sentence) => {
    expect(lossSentence(c)).toBe(sentence);
  });

  test('leaves the intervals of its parts out where room is short', () => {
    expect(lossSentence(losing({ tail: 10, dispatch: 5 }), '', true)).toBe(
      'Lost: 15 % of worker time (15–15 %): uneven tail 10 % and dispatch 5 %.',
    );
  });

  test('is of the recommended case; of the fastest pool, by name, where serial is recommended', () => {
    const [chapter] = chaptersOf(inventReport());
    expect(chapterLoss(chapter!)).toMatch(/^(Lost|Gained): .* of worker time /);
    const serial = { ...chapter!.recommendation!, caseId: 'cycles/serial' };
    expect(chapterLoss({ ...chapter!, recommendation: serial })).toMatch(
      /^(Lost|Gained) with 2 threads with imapUnordered, chunksize 1: /,
    );
    expect(chapterLoss(chaptersOf(inventEmptyReport())[0]!)).toBeUndefined();
  });
});
