import { expect, it } from 'vitest';
import { markdown } from './markdown.js';
import { payloadSentence } from './payload.js';
import type { Report } from './schema.js';
import { sectionsOf } from './sections.js';
import { inventReport } from './testing/invented.js';

function invent(change: Partial<Report['scenarios'][number]>): Report {
  const report = inventReport();
  report.scenarios = report.scenarios.map((scenario) => ({ ...scenario, ...change }));
  return report;
}

const sentenceOf = (report: Report) => payloadSentence(sectionsOf(report)[0]!);

it('names how tasks travel, and what messages take in the fastest pool of each engine', () => {
  const report = invent({ payload: 'transfer', tasks: 10 });
  for (const one of report.cases)
    if (one.lossParts) Object.assign(one.lossParts, { messages: 2, mainThread: 1 });
  expect(sentenceOf(report)).toMatch(
    /^Payload: transfer; messages took 300 µs a task \(2 threads .*\) and 300 µs a task \(2 processes .*\)\.$/,
  );
  expect(markdown(report)).toContain('Payload: transfer; messages took 300 µs a task');
});

it('counts what is known where the system does not tell the CPU time of gaps', () => {
  const report = invent({ payload: 'copy', tasks: 10 });
  for (const one of report.cases)
    if (one.lossParts) one.lossParts = { mainThread: 1, idle: 0, collect: 0, waitIn: 'slowdown' };
  expect(sentenceOf(report)).toContain('messages took 100 µs a task');
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
