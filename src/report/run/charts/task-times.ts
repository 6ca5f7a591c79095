import { nameSetting } from '../../../insight/analysis/index.js';
import { isOneRun } from '../../../measure/cases/index.js';
import { formatChange, formatCount, formatMs, largest, median, smallest } from '../../../stats/index.js';
import { type Chart, type ChartPoint, lineChart } from '../../charts/chart.js';
import { guideLine, measuredLine } from '../../charts/style.js';
import type { Chapter } from '../chapters.js';
import type { ReportCase } from '../report/case-schema.js';
import type { TaskTimes } from '../report/task-times.js';

/** A round's dots take so much of the way to the next one, in the order in which their tasks ended. */
const SPREAD = 0.8;

type Round = TaskTimes['rounds'][number];

/** Every task a dot, round by round: how they spread, and whether they drift. */
export function taskTimesChart({ id, title, taskTimes, cases, scenario }: Chapter): Chart | undefined {
  const measured = cases.find((c) => c.id === taskTimes?.case);
  if (taskTimes === undefined || measured === undefined || isOneRun(measured)) return undefined;
  const { rounds } = taskTimes;
  const middle = median(rounds.flatMap(({ taskMs }) => taskMs));
  if (!(middle > 0)) return undefined;
  const dots = {
    ...measuredLine(
      dotOf(measured),
      0,
      rounds.flatMap((round) => dotsOf(round, middle)),
    ),
    ...{ showLine: false, pointRadius: 2.5, pointHoverRadius: 4 },
  };
  const numbers = rounds.map(({ round }) => round);
  const ends = [smallest(numbers) - SPREAD / 2, largest(numbers) + SPREAD / 2];
  const at = (ms: number) => ends.map((x) => ({ x, at: x, y: against(ms, middle) }));
  const serial = scenario.taskMs?.median;
  const guides = [
    guideLine('median', at(middle), 'ideal'),
    ...(serial === undefined ? [] : [guideLine('serial’s median', at(serial), 'knee')]),
  ];
  const y = 'task time against its median (%)';
  return {
    id: `${id}-task-times`,
    title: 'Task times by round',
    caption: captionOf(measured, taskTimes, serial),
    config: lineChart([`${title}: task times by round`], { title: 'round', values: ends }, y, [
      dots,
      ...guides,
    ]),
  };
}

const dotOf = ({ chunksize }: ReportCase): string =>
  chunksize === 1 ? 'a task' : 'the tasks of a chunk, mean';

/** In per cent of the median, to three decimals. */
const against = (ms: number, middle: number): number => Math.round(1e5 * (ms / middle - 1)) / 1e3;

function dotsOf({ round, taskMs }: Round, middle: number): ChartPoint[] {
  return taskMs.map((ms, i) => ({
    x: Math.round(1e3 * (round + SPREAD * ((i + 0.5) / taskMs.length - 0.5))) / 1e3,
    at: round,
    y: against(ms, middle),
  }));
}

function captionOf(
  measured: ReportCase,
  { rounds, ofRounds }: TaskTimes,
  serial: number | undefined,
): string {
  const all = rounds.flatMap(({ taskMs }) => taskMs);
  const [low, high] = [smallest(all), largest(all)];
  const each = measured.chunksize === 1 ? 'tasks' : 'tasks, as means of chunks,';
  const beside = serial === undefined ? '' : ` (serial: ${formatMs(serial)})`;
  const chunks = rounds.reduce((sum, round) => sum + round.chunks, 0);
  const [first, last] = [rounds[0]!, rounds.at(-1)!];
  const drift = median(last.taskMs) / median(first.taskMs) - 1;
  const parts = [
    `${nameSetting(measured)}: ${each} take ${formatMs(low)} to ${formatMs(high)}, median ${formatMs(median(all))}${beside}`,
    ...(first === last
      ? []
      : [`from round ${first.round} to round ${last.round} the median changes by ${formatChange(drift)}`]),
  ];
  const left = [
    ...(chunks > all.length ? [`${formatCount(all.length)} of ${formatCount(chunks)}`] : []),
    ...(ofRounds === undefined ? [] : [`${formatCount(rounds.length)} of ${formatCount(ofRounds)} rounds`]),
  ];
  return `${parts.join('; ')}.${left.length > 0 ? ` Drawn are ${left.join(', in ')}.` : ''}`;
}
