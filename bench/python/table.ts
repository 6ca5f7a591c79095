import type { Report, ReportCase } from '../../src/index.js';
import { isSerialOf, SERIAL } from '../../src/measure/cases/index.js';
import type { RunRecord } from '../../src/record/index.js';
import { formatMs, formatRate, formatRatioInterval, mean } from '../../src/stats/index.js';
import type { Way } from './suite.js';

const HEAD = [
  'work',
  'language',
  'way',
  'workers',
  'chunksize',
  'serial',
  'one pass',
  'turns per second',
  'speedup',
  'ceiling',
  'start of a worker',
];

/** A row for every setting, beside its serial, in Markdown; cells are padded, so that the text reads as well. */
export function tableOf(ways: readonly Way[], report: Report, record: RunRecord): string {
  const rows = ways.flatMap((way) =>
    report.cases
      .filter(({ scenario, engine }) => scenario === way.scenario && engine !== SERIAL)
      .map((one) => rowOf(way, one, report, record)),
  );
  const all = [HEAD, ...rows];
  const widths = HEAD.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  const lineOf = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [lineOf(HEAD), rule, ...rows.map(lineOf)].join('\n');
}

function rowOf(
  { work, language, way, turns, ownChunksize }: Way,
  one: ReportCase,
  { cases }: Report,
  record: RunRecord,
): string[] {
  const { speedup, ceiling, wallMs, status, reason = '' } = one;
  const serial = cases.find(
    (other) => other.scenario === one.scenario && other.engine === SERIAL && isSerialOf(other, one),
  );
  const startMs = startOf(one, record);
  return [
    work,
    language,
    language === 'Node' ? one.engine : way,
    String(one.workers),
    String(ownChunksize ?? one.chunksize),
    serial?.wallMs ? formatMs(serial.wallMs.median) : '',
    wallMs ? formatMs(wallMs.median) : `${status}: ${reason.split('\n')[0]}`,
    wallMs ? formatRate((1000 * turns) / wallMs.median) : '',
    speedup ? formatRatioInterval(speedup) : '',
    ceiling && one.workers > 1 ? formatRatioInterval(ceiling) : '',
    startMs === undefined ? '' : formatMs(startMs),
  ];
}

/** Of workers that are started before a pass, ms: the mean of all. Undefined where the start is part of the pass. */
function startOf({ id }: ReportCase, { lines }: RunRecord): number | undefined {
  const all = lines.flatMap((line) => (line.kind === 'observation' && line.case === id ? line.lanes : []));
  const startMs = mean(all.map((lane) => lane.startupMs));
  return startMs > 0 ? startMs : undefined;
}
