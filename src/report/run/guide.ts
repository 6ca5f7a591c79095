import { CAUSES } from '../../insight/analysis/index.js';
import { startsPrograms } from '../../measure/cases/index.js';
import { guide } from '../document/document.js';
import { causeOf } from './loss.js';
import type { ReportCase } from './report/case-schema.js';

type Word = readonly [name: string, meaning: string];

const words: readonly Word[] = [
  [
    'Serial',
    'One process that runs the same loop over the same tasks, without messages, measured in every round.',
  ],
  ['Speedup', 'Throughput of a case divided by that of serial in the same round: what you gain.'],
  [
    'Scaling',
    'Throughput divided by that of one worker of the same engine, dispatch and chunksize: what more workers give.',
  ],
  [
    'Ceiling',
    'What this many isolated workers, started together, reach beside one: no pool can scale further on this machine.',
  ],
  [
    'Efficiency',
    'Speedup divided by the smaller of workers and cores; 100 % means that no core’s time was lost.',
  ],
  [
    'Bound',
    'What the number of chunks and of cores allow at most, whatever the machine; the smaller one binds.',
  ],
  [
    'Law',
    'How throughput grows with workers at one setting. Extrapolated: beyond the largest measured count. Assumed: the range that other software and machines span, where too few counts were measured for a law.',
  ],
  [
    'Interval',
    'The range that covers the true value in 95 of 100 such runs; where two intervals overlap widely, the two cases may well be equal.',
  ],
  [
    'vs …',
    'The verdict against the setting that the heading names: the recommended one; serial, where none is. “Same ±1.5 %”: a difference below 1.5 % would have gone unseen. “Cannot tell ±17 %”: more rounds would tell.',
  ],
  [
    'Wall time',
    'Median time of one pass over all tasks, from the first task sent to the last result received.',
  ],
  [
    'Main thread blocked',
    'In serial the main thread computes; with a pool it only hands out chunks. The figure is the longest time for which it could do nothing else.',
  ],
];

const loss =
  'The workers’ time in a pass (workers times wall time) beyond the time of a serial pass, split by cause. ' +
  'The parts sum to the whole; one below zero is a gain. On systems that do not tell waiting and computing ' +
  'apart, waiting is part of the slowdown.';

const method =
  'A value is the exponential of the mean of the rounds’ log ratios, so it need not equal the ratio of two ' +
  'medians. In the charts, points of the same worker count stand side by side so that no interval hides ' +
  'another; grey lines are comparisons, not measurements of a pool. Disturbed rounds, in which other processes ' +
  'or the host took CPU time, are counted but left out of the figures where enough others remain.';

/** What words mean where workers are programs; those that are not here mean what they do for modules. */
const ofPrograms: Readonly<Record<string, string>> = {
  Serial:
    'The program alone, measured in every round: with one worker, or as --serial gives it; where programs take chunks, one process at a time, in the same chunks.',
  Scaling: 'Throughput divided by that of one worker at the same chunksize: what more workers give.',
  'Wall time': 'Median time of one pass, from the first program’s start to the last one’s end.',
};
/** Programs run beside the main thread, in serial too. */
const ofModules = ['Main thread blocked'];

function wordsOf(isOfPrograms: boolean): readonly Word[] {
  if (!isOfPrograms) return words;
  return words
    .filter(([name]) => !ofModules.includes(name))
    .map(([name, meaning]) => [name, ofPrograms[name] ?? meaning]);
}

/** Of a run's page, in the words of what was measured. */
export function runGuide(cases: readonly ReportCase[]) {
  const isOfPrograms = cases.length > 0 && cases.every(startsPrograms);
  const kinds = [...new Set(cases.map(({ command }) => command))];
  const kind = kinds.length === 1 ? kinds[0] : isOfPrograms ? 'chunks' : undefined;
  return guide(
    wordsOf(isOfPrograms),
    { kind: 'heading', text: 'Where the lost time went' },
    { kind: 'text', text: loss },
    {
      kind: 'facts',
      facts: CAUSES.map((cause) => {
        const { name, meaning } = causeOf(cause, { command: kind });
        return { name, value: meaning };
      }),
    },
    { kind: 'text', text: method },
  );
}
