import { guide } from '../document/document.js';
import { causes } from './loss.js';

const words = [
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
    'Verdict',
    'Against the recommended case. “Same ±1.5 %”: a difference below 1.5 % would not have been seen. “Cannot tell ±17 %”: more rounds would tell.',
  ],
  [
    'Wall time',
    'Median time of one pass over all tasks, from the first task sent to the last result received.',
  ],
  [
    'Main thread blocked',
    'In serial the main thread computes; with a pool it only hands out chunks. The figure is the longest time for which it could do nothing else.',
  ],
] as const;

const loss =
  'The workers’ time in a pass (workers times wall time) beyond the time of a serial pass, split by cause. ' +
  'The parts sum to the whole; one below zero is a gain. On systems that do not tell waiting and computing ' +
  'apart, waiting is part of the slowdown.';

const method =
  'A value is the exponential of the mean of the rounds’ log ratios, so it need not equal the ratio of two ' +
  'medians. In the charts, points of the same worker count stand side by side so that no interval hides ' +
  'another; grey lines are comparisons, not measurements of a pool. Disturbed rounds, in which other processes ' +
  'or the host took CPU time, are counted but left out of the figures where enough others remain.';

/** Of a run's page. */
export const runGuide = guide(
  words,
  { kind: 'heading', text: 'Where the lost time went' },
  { kind: 'text', text: loss },
  { kind: 'facts', facts: Object.values(causes).map(({ name, meaning }) => ({ name, value: meaning })) },
  { kind: 'text', text: method },
);
