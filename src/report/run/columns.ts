import { formatCpuList } from '../../host/index.js';
import { isOneRun } from '../../measure/cases/index.js';
import { formatCores, formatPercent, formatRate, formatRatio, type Interval } from '../../stats/index.js';
import { type Column, figure, MISSING, number, plain, word } from '../document/table.js';
import { bound, loopDelay, lost, memory, rounds, simulated, verdictAgainst, wall } from './figure-columns.js';
import { isSerial, type ReportCase } from './report/case-schema.js';

export type CaseColumn = Column<ReportCase>;

const everywhere = ['terminal', 'markdown', 'html', 'csv'] as const;
const documents = ['markdown', 'html', 'csv'] as const;
const full = ['html', 'csv'] as const;

const chunksize: CaseColumn = {
  label: 'chunksize',
  meaning: 'Tasks sent to a worker in one message; what "auto" came to is marked so',
  align: 'right',
  only: everywhere,
  names: true,
  cell: (c) => {
    if ((isSerial(c) && c.command !== 'chunks') || c.dispatch === 'apply') return { text: MISSING };
    return { text: String(c.chunksize), ...(c.chunksizeAsked.includes('auto') ? { detail: 'auto' } : {}) };
  },
  data: (c) => ({ chunksize: c.chunksize, chunksizeAsked: c.chunksizeAsked.join(' ') }),
};

/** `ok`, `unchecked` (nothing to check it against), `failed`, `skipped`, `dropped`. */
export function resultOf({ status, verified, rounds: measured, command }: ReportCase): string {
  if (status !== 'ok') return status;
  if (measured === 0) return 'no figure';
  // Of a whole program that it succeeded is what there is to check.
  if (verified === true || (verified === null && isOneRun({ command }))) return 'ok';
  return verified === false ? 'wrong' : 'unchecked';
}

const result: CaseColumn = {
  label: 'result',
  meaning:
    'ok: the same results as serial; unchecked: nothing to compare with; otherwise why there is no figure',
  align: 'left',
  only: everywhere,
  look: 'result',
  yields: 1,
  usual: 'ok',
  always: true,
  cell: (c) => ({ text: resultOf(c), ...(c.reason === undefined ? {} : { detail: plain(c.reason) }) }),
  data: (c) => ({ status: c.status, verified: c.verified, reason: c.reason ?? null }),
  isBad: (c) => ['failed', 'wrong'].includes(resultOf(c)),
};

/** `0 | 1`; `0,1 | 0,1` where workers moved. */
function placementOf({ placement }: ReportCase): string {
  return (placement ?? []).map((cpus) => formatCpuList(cpus)).join(' | ');
}

type RatioKey = 'speedup' | 'scaling' | 'efficiency' | 'ceiling';

/** Of serial it would be a ratio to itself or to one worker, 1 by definition. */
const ratioOf =
  (name: RatioKey) =>
  (c: ReportCase): Interval | null =>
    isSerial(c) ? null : c[name];

/** In the order they are shown; `against`: what verdicts are against, where that is one case. A new figure is one entry here. */
export const columnsAgainst = (against?: ReportCase): readonly CaseColumn[] => [
  word('id', (c) => c.id, { label: 'case', meaning: 'Name of the case in the record', only: ['csv'] }),
  word('scenario', (c) => c.scenario, { label: 'scenario', meaning: 'What is run', only: ['csv'] }),
  word('params', (c) => JSON.stringify(c.params), {
    label: 'params',
    meaning: 'Its parameters',
    only: ['csv'],
  }),
  word('engine', (c) => c.engine, {
    label: 'engine',
    meaning: 'What hosts the workers',
    only: everywhere,
    isChosenBy: true,
    names: true,
    always: true,
  }),
  word('dispatch', (c) => (isSerial(c) || isOneRun(c) ? '' : c.dispatch), {
    label: 'dispatch',
    meaning: 'How chunks reach workers and results come back',
    only: everywhere,
    names: true,
    yields: 2.5,
  }),
  number('workers', (c) => c.workers, String, {
    label: 'workers',
    meaning: 'Threads or processes that run tasks',
    only: everywhere,
    isChosenBy: true,
    names: true,
    always: true,
  }),
  chunksize,
  number('cores', (c) => c.cores, formatCores, {
    label: 'cores',
    meaning: 'The CPUs the case could use, or the quota where that is less',
    only: everywhere,
    whenVaried: ['terminal'],
    names: true,
    always: true,
  }),
  number('quota', (c) => c.quota ?? null, formatCores, {
    label: 'quota',
    meaning: 'CPUs’ worth of time that a cgroup of its own granted it',
    only: everywhere,
    names: true,
  }),
  word('start', (c) => (c.cold ? 'cold' : ''), {
    label: 'start',
    meaning: 'cold: fresh workers in every pass, their start counted; otherwise started and warmed up first',
    only: everywhere,
    names: true,
  }),
  wall,
  simulated,
  figure('speedup', ratioOf('speedup'), formatRatio, {
    label: 'speedup',
    meaning: 'Throughput divided by serial’s, with its 95 % interval',
    only: everywhere,
    compactDetail: true,
    always: true,
    // Serial's own is 1: what the others stand beside.
    track: (c) => c.speedup,
  }),
  memory,
  verdictAgainst(against),
  result,
  figure('scaling', ratioOf('scaling'), formatRatio, {
    label: 'scaling',
    meaning: 'Throughput divided by that of one worker of the same engine',
    only: documents,
  }),
  figure('ceiling', ratioOf('ceiling'), formatRatio, {
    label: 'ceiling',
    meaning: 'What this many isolated workers reach together: no pool can scale further here',
    only: documents,
  }),
  figure('efficiency', ratioOf('efficiency'), formatPercent, {
    label: 'efficiency',
    meaning: 'Speedup divided by the smaller of workers and cores',
    only: documents,
  }),
  bound,
  lost,
  figure('throughputPerSecond', (c) => c.throughput, formatRate, {
    label: 'tasks/s',
    meaning: 'Tasks finished in a second (turns, where a scenario runs until it is stopped)',
    only: full,
  }),
  word('placement', placementOf, {
    label: 'CPUs',
    meaning: 'The CPUs that each worker was seen on, worker by worker; pinned: it was kept there',
    only: full,
    look: 'places',
    cell: (c) => ({ text: placementOf(c) || MISSING, ...(c.pinned ? { detail: 'pinned' } : {}) }),
    data: (c) => ({ placement: placementOf(c), pinned: c.pinned }),
  }),
  rounds,
  number('speedupAllRounds', (c) => (isSerial(c) ? null : (c.speedupAllRounds?.value ?? null)), formatRatio, {
    label: 'all rounds',
    meaning: 'The speedup over all rounds, the disturbed ones included',
    only: full,
  }),
  loopDelay,
];

/** Of cases of many scenarios. */
export const columns = columnsAgainst();
