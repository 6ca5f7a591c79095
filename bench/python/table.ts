import type { Report, ReportCase } from '../../src/index.js';
import type { RunRecord } from '../../src/record/index.js';
import { formatMs, formatRate, formatRatioInterval, mean } from '../../src/stats/index.js';
import type { Way } from './suite.js';

const HEAD = [
  'work',
  'language',
  'way',
  'workers',
  'chunksize',
  'one pass',
  'turns per second',
  'speedup',
  'ceiling',
  'start of a worker',
];

/** A row for every case, in Markdown; cells are padded, so that the text reads as well. */
export function tableOf(ways: readonly Way[], report: Report, record: RunRecord): string {
  const rows = ways.flatMap((way) =>
    report.cases.filter(({ scenario }) => scenario === way.scenario).map((one) => rowOf(way, one, record)),
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
  record: RunRecord,
): string[] {
  const isSerial = one.engine === 'serial';
  const { speedup, ceiling, wallMs, status, reason = '' } = one;
  const startMs = isSerial ? undefined : startOf(one, record);
  return [
    work,
    language,
    isSerial ? `${way}: serial` : language === 'Node' ? one.engine : way,
    isSerial ? '' : String(one.workers),
    isSerial ? '' : String(ownChunksize ?? one.chunksize),
    wallMs ? formatMs(wallMs.median) : `${status}: ${reason.split('\n')[0]}`,
    wallMs ? formatRate((1000 * turns) / wallMs.median) : '',
    isSerial || !speedup ? '' : formatRatioInterval(speedup),
    isSerial || !ceiling ? '' : formatRatioInterval(ceiling),
    startMs === undefined ? '' : formatMs(startMs),
  ];
}

/** Of workers that are started before a pass, ms: the mean of all. Undefined where the start is part of the pass. */
function startOf({ id }: ReportCase, { lines }: RunRecord): number | undefined {
  const all = lines.flatMap((line) => (line.kind === 'observation' && line.case === id ? line.lanes : []));
  const startMs = mean(all.map((lane) => lane.startupMs));
  return startMs > 0 ? startMs : undefined;
}
