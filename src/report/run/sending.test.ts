import { describe, expect, it } from 'vitest';
import { inventReport } from '../testing/invented.js';
import { markdown } from '../testing/rendered.js';
import { chaptersOf } from './chapters.js';
import type { ReportChunkAdvice } from './report/chunk-advice.js';
import type { Report } from './report/schema.js';
import { chunkSentences, payloadSentence } from './sending.js';

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
      '(58.0 ms–62.0 ms, depending on how much of the cost is per chunk)',
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

function invent(change: Partial<Report['scenarios'][number]>): Report {
  const report = inventReport();
  report.scenarios = report.scenarios.map((scenario) => ({ ...scenario, ...change }));
  return report;
}

const sentenceOf = (report: Report) => payloadSentence(chaptersOf(report)[0]!);

it('names how tasks travel, and what messages take in the fastest pool of each engine', () => {
  const report = invent({ payload: 'transfer', tasks: 10 });
  for (const one of report.cases)
    if (one.lossParts) Object.assign(one.lossParts, { messages: 2, mainThread: 1 });
  expect(sentenceOf(report)).toMatch(
    /^Payload: transfer; messages took 300 µs per task \(2 threads .*\) and 300 µs per task \(2 processes .*\)\.$/,
  );
  expect(markdown(report)).toContain('Payload: transfer; messages took 300 µs per task');
});

it('counts what is known where the system does not tell the CPU time of gaps', () => {
  const report = invent({ payload: 'copy', tasks: 10 });
  for (const one of report.cases)
    if (one.lossParts) one.lossParts = { mainThread: 1, idle: 0, collect: 0, waitIn: 'slowdown' };
  expect(sentenceOf(report)).toContain('messages took 100 µs per task');
});

it('says nothing of messages where no pool was measured, nor for tasks without an end', () => {
  const report = invent({ payload: 'copy' });
  report.cases = report.cases.filter(({ engine }) => engine === 'serial');
  expect(sentenceOf(report)).toBe('Payload: copy.');
  expect(sentenceOf(invent({ payload: 'copy', openEnded: true }))).toBe('Payload: copy.');
});

it('says nothing where an older record does not', () => {
  expect(sentenceOf(inventReport())).toBeUndefined();
  expect(markdown(inventReport())).not.toContain('Payload');
});
