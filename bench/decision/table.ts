import { formatPercent } from '../../src/stats/index.js';
import { goalsOf } from './goals.js';
import type { Made } from './results.js';
import { byMachine, byPass, type Row, type Summary } from './summary.js';

const HEAD = [
  'runs',
  'decided',
  'decided rightly',
  'wrong',
  'failed',
  'time to the decision: median',
  '90 %',
  'interval holds the truth',
  'median speedup',
  'time in measured passes',
];

/** Everything that is known of the runs, in Markdown. */
export function tables(runs: readonly Made[]): string {
  const longest = Math.max(0, ...runs.map(({ wallMs }) => wallMs));
  return [
    markdown(['true gain', 'neighbour', ...HEAD], byMachine(runs).map(cellsOf)),
    markdown(['true gain', 'pass', ...HEAD], byPass(runs).map(cellsOf)),
    markdown(
      ['goal', 'result', ''],
      goalsOf(runs).map(({ asked, count, of, isMet }) => [
        asked,
        `${count} of ${of}`,
        isMet ? 'met' : 'missed',
      ]),
    ),
    `The longest run took ${seconds(longest)} from the start of the command to its end. The truth is what was planted: what a quiet machine gives.`,
  ].join('\n\n');
}

function cellsOf({ gain, of, summary }: Row): string[] {
  const { runs, decided, right, wrong, failed, timeMs, held, known, value, measuredShare } = summary;
  return [
    `${gain.toFixed(1)}×`,
    of,
    ...[runs, decided, right, wrong, failed].map(String),
    ...times(timeMs),
    known === 0 ? MISSING : `${held} of ${known}`,
    value === null ? MISSING : `${value.toFixed(2)}×`,
    measuredShare === null ? MISSING : formatPercent(measuredShare),
  ];
}

const MISSING = '–';

const times = (timeMs: Summary['timeMs']): string[] =>
  timeMs === null ? [MISSING, MISSING] : [seconds(timeMs.median), seconds(timeMs.p90)];

const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`;

export function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
