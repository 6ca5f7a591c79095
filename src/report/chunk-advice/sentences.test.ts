import { describe, expect, it } from 'vitest';
import type { ReportChunkAdvice } from './schema.js';
import { chunkSentences } from './sentences.js';

const pass = (chunksize: number, wallMs: number, asGood: boolean) => ({
  chunksize,
  wallMs,
  low: wallMs - 2,
  high: wallMs + 2,
  asGood,
});

const advice: ReportChunkAdvice = {
  scenario: 'cycles',
  params: {},
  engine: 'threads',
  dispatch: 'imapUnordered',
  workers: 2,
  cores: 2,
  cpus: null,
  tasks: 12,
  advised: 1,
  low: 1,
  high: 3,
  expected: [
    pass(1, 60, true),
    pass(2, 60, true),
    pass(3, 60, true),
    pass(4, 80, false),
    pass(5, 70, false),
    pass(6, 60, true),
  ],
  measured: [{ chunksize: 1, case: 'one', wallMs: 61, low: 60, high: 62 }],
  speedup: { value: 1.95, low: 1.9, high: 2 },
  anyOrder: { advised: 1, low: 1, high: 3, ownAdviceRatio: 1 },
  check: null,
  smallestTaskMs: { value: 0.15, low: 0.14, high: 0.16 },
  smallestJobMs: { value: 80, low: 78, high: 82 },
  basis: { times: 'workers', timesCase: 'one', costCases: ['one'], rounds: 10, separated: true },
};

describe('the sentence about chunks', () => {
  it('has the advice, what is as good, the expected pass, and from where on it pays', () => {
    expect(chunkSentences([advice])).toEqual([
      'Chunksize for 2 threads with imapUnordered: 1 (1 to 3 and 6 would do as well); expected: 60.0 ms per pass (58.0 ms–62.0 ms). Worth it once a task takes 150 µs (140 µs–160 µs), or once the whole job takes 80.0 ms (78.0 ms–82.0 ms) if it has to start its own workers.',
    ]);
  });

  it.each<[string, Partial<ReportChunkAdvice>, string]>([
    [
      'that chunks and tasks could not be told apart',
      { basis: { ...advice.basis, separated: false } },
      '(58.0 ms–62.0 ms, whether chunks or tasks cost)',
    ],
    [
      'what else suits other orders',
      { anyOrder: { advised: 2, low: 2, high: 2, ownAdviceRatio: 1.1 } },
      'per pass (58.0 ms–62.0 ms); 2 if these tasks come in any other order.',
    ],
    [
      'that the sweep measured otherwise',
      {
        measured: [...advice.measured, { chunksize: 5, case: 'two', wallMs: 50, low: 49, high: 51 }],
        check: { verdict: 'disagrees', best: 'two', within: 'one', ratio: null },
      },
      ': 5, as measured, against the advised 1 (1 to 3 and 6 would do as well);',
    ],
    [
      'no range where nothing else is as good',
      { low: 1, high: 1, expected: [pass(1, 60, true), pass(2, 80, false)] },
      ': 1; expected',
    ],
    [
      'that tasks of any length pay',
      { smallestTaskMs: { value: 0, low: 0, high: 0 }, smallestJobMs: null },
      '. Worth it for tasks of any length.',
    ],
    [
      'that a count of tasks is not known to pay, without a word on their length',
      { smallestTaskMs: null },
      '. Nothing measured here shows that 12 tasks gain from threads.',
    ],
    [
      'that a single task cannot be shared out',
      { smallestTaskMs: null, tasks: 1 },
      '. One task cannot be shared out: it needs no pool of threads.',
    ],
  ])('says %s', (_, change, part) => {
    expect(chunkSentences([{ ...advice, ...change }])[0]).toContain(part);
  });

  it('is one for each engine: that of the setting that was measured fastest', () => {
    const faster = { ...advice, dispatch: 'map', measured: [{ ...advice.measured[0]!, wallMs: 50 }] };
    const sentences = chunkSentences([advice, faster, { ...advice, engine: 'processes' }]);
    expect(sentences.map((sentence) => sentence.split(':')[0])).toEqual([
      'Chunksize for 2 threads with map',
      'Chunksize for 2 processes with imapUnordered',
    ]);
  });
});
