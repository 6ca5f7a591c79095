import { formatCpuList } from '../host/index.js';
import { CAUSES } from '../insight/analysis/index.js';
import { isOneRun } from '../measure/cases/index.js';
import {
  formatCores,
  formatMemory,
  formatMs,
  formatPercent,
  formatRate,
  formatRatio,
} from '../stats/index.js';
import {
  type Column,
  interval,
  isSerial,
  MISSING,
  number,
  rangeOf,
  type TableFormat,
  word,
} from './column.js';
import { causes, largestParts, lostShare } from './loss.js';
import { plain } from './plain.js';
import { simulated } from './pool-simulation/column.js';
import type { ReportCase } from './schema.js';
import { verdict } from './verdict.js';

const everywhere = ['console', 'markdown', 'html', 'csv'] as const;
const documents = ['markdown', 'html', 'csv'] as const;
const full = ['html', 'csv'] as const;

const wall: Column = {
  label: 'wall time',
  meaning: 'Median time of one pass over all tasks, with its 95 % interval',
  align: 'right',
  shows: everywhere,
  width: 10,
  yields: 2,
  cell: ({ wallMs }) =>
    wallMs === null
      ? { text: MISSING }
      : { text: formatMs(wallMs.median), detail: rangeOf(wallMs, formatMs) },
  data: ({ wallMs }) => ({
    wallMs: wallMs?.median ?? null,
    wallMsLow: wallMs?.low ?? null,
    wallMsHigh: wallMs?.high ?? null,
  }),
};

const chunksize: Column = {
  label: 'chunksize',
  optional: true,
  meaning: 'Tasks sent to a worker in one message; what "auto" came to is marked so',
  align: 'right',
  shows: everywhere,
  width: 10,
  names: true,
  cell: (c) => {
    if ((isSerial(c) && c.command !== 'chunks') || c.dispatch === 'apply') return { text: MISSING };
    return { text: String(c.chunksize), ...(c.chunksizeAsked.includes('auto') ? { detail: 'auto' } : {}) };
  },
  data: (c) => ({ chunksize: c.chunksize, chunksizeAsked: c.chunksizeAsked.join(' ') }),
};

const rounds: Column = {
  label: 'rounds',
  meaning: 'Rounds measured, how many of them other load disturbed, and whether it ended before the run did',
  align: 'right',
  shows: documents,
  cell: (c) => {
    const details = [
      ...(c.disturbedRounds > 0 ? [`${c.disturbedRounds} disturbed`] : []),
      ...(c.settled ? [c.settled.reason] : []),
    ];
    return { text: String(c.rounds), ...(details.length > 0 ? { detail: details.join(', ') } : {}) };
  },
  data: (c) => ({
    rounds: c.rounds,
    disturbedRounds: c.disturbedRounds,
    basis: c.basis,
    settled: c.settled?.reason ?? null,
  }),
};

const bound: Column = {
  label: 'bound',
  meaning: 'What chunks and cores allow at most, before anything is measured, and which of them binds',
  align: 'right',
  shows: documents,
  optional: true,
  cell: (c) =>
    c.bound === null
      ? { text: MISSING }
      : { text: formatRatio(c.bound[c.bound.binds]), detail: `by ${c.bound.binds}` },
  data: ({ bound: b }) => ({
    bound: b === null ? null : b[b.binds],
    boundBy: b?.binds ?? null,
    boundByChunks: b?.chunks ?? null,
    boundByCores: b?.cores ?? null,
  }),
};

const lost: Column = {
  label: 'lost',
  meaning: 'Share of the workers’ time that is missing against serial, and the largest cause',
  align: 'right',
  shows: documents,
  optional: true,
  cell: (c) => {
    const share = lostShare(c);
    if (share === null) return { text: MISSING };
    const [largest] = largestParts(c);
    return {
      text: formatPercent(share),
      ...(largest === undefined ? {} : { detail: causes[largest.cause].name }),
    };
  },
  data: (c) => ({ lostShare: lostShare(c), ...lossData(c) }),
};

/** `lossTailWorkerMs` and so on. */
const lossData = ({ lossWorkerMs }: ReportCase): Record<string, number | null> =>
  Object.fromEntries(
    CAUSES.map((cause) => [
      `loss${cause[0]!.toUpperCase()}${cause.slice(1)}WorkerMs`,
      lossWorkerMs?.[cause] ?? null,
    ]),
  );

/** `ok`, `unchecked` (nothing to check it against), `failed`, `skipped`, `dropped`. */
export function resultOf({ status, verified, rounds: measured, command }: ReportCase): string {
  if (status !== 'ok') return status;
  if (measured === 0) return 'no figure';
  // Of a whole program that it succeeded is what there is to check.
  return verified === true || (verified === null && isOneRun({ command }))
    ? 'ok'
    : verified === false
      ? 'wrong'
      : 'unchecked';
}

const result: Column = {
  label: 'result',
  meaning:
    'ok: the same results as serial; unchecked: nothing to compare with; otherwise why there is no figure',
  align: 'left',
  shows: everywhere,
  width: 10,
  yields: 1,
  cell: (c) => ({ text: resultOf(c), ...(c.reason === undefined ? {} : { detail: plain(c.reason) }) }),
  data: (c) => ({ status: c.status, verified: c.verified, reason: c.reason ?? null }),
};

/** `0 | 1`; `0,1 | 0,1` where workers moved. */
function placementOf({ placement }: ReportCase): string {
  return (placement ?? []).map((cpus) => formatCpuList(cpus)).join(' | ');
}

const loopDelay: Column = {
  label: 'main thread blocked',
  meaning: 'The longest time the main thread was blocked, and how long 99 % of other events waited at most',
  align: 'right',
  shows: full,
  optional: true,
  cell: ({ eventLoopDelayMs: delay }) =>
    delay === null ? { text: MISSING } : { text: formatMs(delay.max), detail: `p99 ${formatMs(delay.p99)}` },
  data: ({ eventLoopDelayMs: delay }) => ({
    eventLoopMaxMs: delay?.max ?? null,
    eventLoopP99Ms: delay?.p99 ?? null,
    eventLoopP50Ms: delay?.p50 ?? null,
  }),
};

/** Of one worker; how much all of them held stands behind it. */
const memory: Column = {
  label: 'memory',
  meaning: 'The most memory that one worker held, and what all of them held together',
  align: 'right',
  shows: everywhere,
  width: 9,
  yields: 2.2,
  optional: true,
  cell: ({ peakMemoryMiB: all, memoryPerWorkerMiB: each, workers }) => {
    if (all === null) return { text: MISSING };
    // Of what shares a thread, and of older reports, nothing but the whole is known.
    if (each == null) return { text: MISSING, detail: `${formatMemory(all)} in all` };
    return { text: formatMemory(each), ...(workers > 1 && { detail: `${formatMemory(all)} in all` }) };
  },
  data: ({ peakMemoryMiB, memoryPerWorkerMiB }) => ({
    memoryPerWorkerMiB: memoryPerWorkerMiB ?? null,
    peakMemoryMiB,
  }),
};

/** In the order they are shown. A new metric is one line here. */
export const columns: readonly Column[] = [
  word('id', (c) => c.id, { label: 'case', meaning: 'Name of the case in the record', shows: ['csv'] }),
  word('scenario', (c) => c.scenario, { label: 'scenario', meaning: 'What is run', shows: ['csv'] }),
  word('params', (c) => JSON.stringify(c.params), {
    label: 'params',
    meaning: 'Its parameters',
    shows: ['csv'],
  }),
  word('engine', (c) => c.engine, {
    label: 'engine',
    meaning: 'What hosts the workers',
    shows: everywhere,
    width: 14,
    names: true,
  }),
  word('dispatch', (c) => (isSerial(c) || isOneRun(c) ? '' : c.dispatch), {
    label: 'dispatch',
    meaning: 'How chunks reach workers and results come back',
    shows: everywhere,
    optional: true,
    width: 14,
    names: true,
    yields: 2.5,
  }),
  number('workers', (c) => c.workers, String, {
    label: 'workers',
    meaning: 'Threads or processes that run tasks',
    shows: everywhere,
    width: 8,
    names: true,
  }),
  chunksize,
  number('cores', (c) => c.cores, formatCores, {
    label: 'cores',
    meaning: 'The CPUs the case could use, or the quota where that is less',
    shows: everywhere,
    whenVaried: ['console'],
    width: 6,
    names: true,
  }),
  number('quota', (c) => c.quota ?? null, formatCores, {
    label: 'quota',
    meaning: 'CPUs’ worth of time that a cgroup of its own granted it',
    shows: everywhere,
    optional: true,
    width: 6,
    names: true,
  }),
  word('start', (c) => (c.cold ? 'cold' : ''), {
    label: 'start',
    meaning: 'cold: fresh workers in every pass, their start counted; otherwise started and warmed up first',
    shows: everywhere,
    optional: true,
    width: 6,
    names: true,
  }),
  wall,
  simulated,
  interval('speedup', formatRatio, {
    label: 'speedup',
    meaning: 'Throughput divided by serial’s, with its 95 % interval',
    shows: everywhere,
    width: 19,
    yields: -1,
    compactDetail: true,
  }),
  memory,
  verdict,
  result,
  interval('scaling', formatRatio, {
    label: 'scaling',
    meaning: 'Throughput divided by that of one worker of the same engine',
    shows: documents,
    optional: true,
  }),
  interval('ceiling', formatRatio, {
    label: 'ceiling',
    meaning: 'What this many isolated workers reach together: no pool can scale further here',
    shows: documents,
    optional: true,
  }),
  interval('efficiency', formatPercent, {
    label: 'efficiency',
    meaning: 'Speedup divided by the smaller of workers and cores',
    shows: documents,
    optional: true,
  }),
  bound,
  lost,
  interval('throughput', formatRate, {
    label: 'tasks/s',
    meaning: 'Tasks finished in a second (turns, where a scenario runs until it is stopped)',
    shows: full,
    optional: true,
  }),
  word('placement', placementOf, {
    label: 'CPUs',
    meaning: 'The CPUs that each worker was seen on, worker by worker; pinned: it was kept there',
    shows: full,
    optional: true,
    cell: (c) => ({ text: placementOf(c) || MISSING, ...(c.pinned ? { detail: 'pinned' } : {}) }),
    data: (c) => ({ placement: placementOf(c), pinned: c.pinned }),
  }),
  rounds,
  number('speedupAllRounds', (c) => (isSerial(c) ? null : (c.speedupAllRounds?.value ?? null)), formatRatio, {
    label: 'all rounds',
    meaning: 'The speedup over all rounds, the disturbed ones included',
    shows: full,
    optional: true,
  }),
  loopDelay,
];

/** The columns a format shows for these cases: its own, without optional ones that have nothing to show. */
export function columnsFor(format: TableFormat, cases: readonly ReportCase[]): Column[] {
  const texts = (column: Column) => new Set(cases.map((c) => column.cell(c).text));
  const isEmpty = (column: Column) => texts(column).size === 1 && texts(column).has(MISSING);
  const isWanted = (column: Column) =>
    (!column.optional || !isEmpty(column)) &&
    (!column.whenVaried?.includes(format) || texts(column).size > 1);
  return columns.filter((column) => column.shows.includes(format) && (format === 'csv' || isWanted(column)));
}
