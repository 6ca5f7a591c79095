import { nameDispatch, nameWorkers } from '../../../insight/analysis/index.js';
import { isOneRun } from '../../../measure/cases/index.js';
import { counted, formatMs, formatPercent } from '../../../stats/index.js';
import { type Chart, type ChartLine, type ChartPoint, legend } from '../../charts/chart.js';
import { type SpanKind, spans } from '../../charts/style.js';
import type { Chapter } from '../chapters.js';
import type { ReportCase } from '../report/case-schema.js';
import type { Timeline, TimelineChunk } from '../report/timelines.js';
import { type WorkerTimes, workerTimes } from '../worker-times.js';

/** More rows are no chart that anyone reads. */
const MOST_WORKERS = 32;
/** More bars than these are narrower than a pixel, and make the page large: neighbours are then one bar. */
const MOST_BARS = 240;

interface Span {
  worker: number;
  from: number;
  to: number;
  /** Number of its first task, of a chunk. */
  first?: number;
}

/** Workers over time: each chunk of the median pass, and below it when its worker had none. */
export function timelineChart({ id, title, timeline, cases }: Chapter): Chart | undefined {
  const measured = cases.find((c) => c.id === timeline?.case);
  if (timeline === undefined || measured === undefined) return undefined;
  const all = workerTimes(timeline);
  const shown = all.slice(0, MOST_WORKERS);
  const unitMs = timeline.wallMs >= 2000 ? 1000 : 1;
  return {
    id: `${id}-timeline`,
    title: 'Timeline of a pass',
    caption: captionOf(timeline, measured, all),
    isWide: true,
    config: {
      type: 'bar',
      data: { labels: shown.map(rowOf), datasets: barsOf(shown, unitMs) },
      options: {
        maintainAspectRatio: false,
        indexAxis: 'y',
        interaction: { mode: 'nearest', intersect: true },
        scales: {
          x: {
            type: 'linear',
            stacked: false,
            min: 0,
            max: timeline.wallMs / unitMs,
            ticks: { includeBounds: false },
            title: { display: true, text: `time since the pass began (${unitMs === 1 ? 'ms' : 's'})` },
          },
          y: { type: 'category' },
        },
        plugins: {
          title: { display: true, text: [`${title}: timeline of a pass`] },
          legend,
        },
      },
    },
  };
}

const rowOf = ({ worker }: Pick<WorkerTimes, 'worker'>): string => `worker ${worker}`;

function barsOf(all: readonly WorkerTimes[], unitMs: number): ChartLine[] {
  const point = ({ worker, from, to, first }: Span): ChartPoint => {
    const span: [number, number] = [digits(from / unitMs), digits(to / unitMs)];
    return { x: span[0], y: worker, at: first ?? worker, span, row: rowOf({ worker }) };
  };
  const kinds: [label: string, kind: SpanKind, track: string, all: Span[]][] = [
    [
      'runs a chunk',
      'works',
      'chunks',
      joined(
        all.map(({ chunks }) => chunks.map(spanOf)),
        'whole',
      ),
    ],
    [
      'ready, but without a CPU',
      'queued',
      'waiting',
      joined(
        all.map(({ chunks }) => chunks.flatMap(queued)),
        'sum',
      ),
    ],
    ['waits for its next chunk', 'waits', 'waiting', waitsOf(all, 'waits')],
    ['after its last chunk', 'ends', 'waiting', waitsOf(all, 'ends')],
    ['never got a chunk', 'unused', 'waiting', waitsOf(all, 'unused')],
  ];
  return kinds
    .filter(([, , , found]) => found.length > 0)
    .map(([label, kind, track, found]) => spans(label, kind, track, found.map(point)));
}

const digits = (value: number): number => Math.round(value * 1000) / 1000;

const spanOf = ([worker, first, , , from, to]: TimelineChunk): Span => ({ worker, from, to, first });

/** How long is known, not when: it stands where its chunk begins. */
function queued([worker, first, , , from, to, waited = 0]: TimelineChunk): Span[] {
  const length = Math.min(waited, to - from);
  return length > 0 ? [{ worker, from, to: from + length, first }] : [];
}

function waitsOf(all: readonly WorkerTimes[], kind: 'waits' | 'ends' | 'unused'): Span[] {
  return joined(
    all.map(({ worker, waits }) =>
      waits.filter((wait) => wait.kind === kind).map(({ from, to }) => ({ worker, from, to })),
    ),
    'sum',
  );
}

/**
 * Of each worker neighbours as one, so that there are no more than are drawn. `reach` of chunks: from the first start to
 * the last end; of waiting, which must not look longer than it was: as long as all of it together.
 */
function joined(byWorker: readonly Span[][], reach: 'whole' | 'sum'): Span[] {
  const total = byWorker.reduce((sum, own) => sum + own.length, 0);
  const size = Math.ceil(total / MOST_BARS);
  if (size <= 1) return byWorker.flat();
  return byWorker.flatMap((own) =>
    Array.from({ length: Math.ceil(own.length / size) }, (_, i) => {
      const group = own.slice(i * size, (i + 1) * size);
      const first = group[0]!;
      const sum = group.reduce((ms, { from, to }) => ms + to - from, 0);
      return { ...first, to: reach === 'sum' ? first.from + sum : group.at(-1)!.to };
    }),
  );
}

function captionOf(timeline: Timeline, measured: ReportCase, all: readonly WorkerTimes[]): string {
  const { wallMs, chunks, round, cut } = timeline;
  const setting = isOneRun(measured) ? '' : ` with ${nameDispatch(measured)}`;
  const what = cut
    ? `the first ${counted(chunks.length, 'chunk')}`
    : `${counted(chunks.length, 'chunk')} in ${formatMs(wallMs)}`;
  const parts = [
    `The median pass of ${nameWorkers(measured)}${setting} (round ${round}): ${what}; ${idlest(all, wallMs)}.`,
    withoutCpu(chunks),
    all.length > MOST_WORKERS ? `The first ${MOST_WORKERS} of ${all.length} workers are drawn.` : '',
    chunks.length > MOST_BARS ? 'Neighbouring chunks share a bar, and so does what lies between them.' : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

function withoutCpu(chunks: readonly TimelineChunk[]): string {
  const ms = chunks.reduce((sum, [, , , , , , waited = 0]) => sum + waited, 0);
  const time = chunks.reduce((sum, [, , , , started, finished]) => sum + finished - started, 0);
  if (ms <= 0.01 * time) return '';
  return `In their chunks the workers waited for a CPU for ${formatMs(ms)}, drawn at each chunk’s start.`;
}

/** Who was without a chunk for longest, and how much of that came after its last one. */
function idlest(all: readonly WorkerTimes[], wallMs: number): string {
  const unused = all.filter(({ chunks }) => chunks.length === 0).length;
  if (unused > 0) return `${counted(unused, 'worker')} of ${all.length} never got a chunk`;
  const idle = all.map(({ worker, waits }) => ({ worker, ms: lengthOf(waits), tail: tailOf(waits) }));
  const most = idle.reduce((a, b) => (b.ms > a.ms ? b : a));
  const share = formatPercent(most.ms / wallMs);
  const tail = most.tail > 0 ? `, ${formatMs(most.tail)} of it after its last chunk` : '';
  const who = all.length === 1 ? 'it' : `worker ${most.worker}`;
  return `${who} was without a chunk for ${formatMs(most.ms)} (${share})${tail}`;
}

const lengthOf = (waits: WorkerTimes['waits']): number =>
  waits.reduce((sum, { from, to }) => sum + to - from, 0);

const tailOf = (waits: WorkerTimes['waits']): number => lengthOf(waits.filter(({ kind }) => kind === 'ends'));
