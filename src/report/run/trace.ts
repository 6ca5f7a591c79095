import { nameSetting } from '../../insight/analysis/index.js';
import type { Report } from './report/schema.js';
import type { Timeline, TimelineChunk } from './report/timelines.js';
import { workerTimes } from './worker-times.js';

/** A complete event of Chrome's trace-event format: whole microseconds, on a thread of a process. */
interface Complete {
  name: string;
  cat: 'chunk' | 'waiting';
  ph: 'X';
  ts: number;
  dur: number;
  pid: number;
  tid: number;
  args: Record<string, number>;
}

/** What a process or thread is called, and where it stands. */
interface Metadata {
  name: 'process_name' | 'process_sort_index' | 'thread_name' | 'thread_sort_index';
  ph: 'M';
  pid: number;
  tid: number;
  args: { name: string } | { sort_index: number };
}

export type TraceEvent = Complete | Metadata;

const waitNames = {
  waits: 'waits for its next chunk',
  ends: 'after its last chunk',
  unused: 'never got a chunk',
};

/**
 * The timelines as Chrome's trace-event JSON, which ui.perfetto.dev and speedscope open: a process a timeline, two
 * threads a worker, one of its chunks and one of the times when it had none. Each begins at 0.
 * Format: "Trace Event Format", Google, 2016.
 */
export function trace(report: Report): string {
  const { timelines = [], label, startedAt, host, versions, cases } = report;
  // Unlike any process’s, and each once: Perfetto takes the thread with its process’s number for the main one.
  let threads = timelines.length;
  const nextThread = () => ++threads;
  const traceEvents = timelines.flatMap((timeline, i) => {
    const of = cases.find(({ id }) => id === timeline.case);
    const name = `${timeline.scenario}: ${of ? nameSetting(of) : timeline.case}`;
    return eventsOf(timeline, i + 1, name, nextThread);
  });
  const otherData = { label, startedAt, cpu: host.cpu, corewise: versions.corewise ?? '' };
  const lines = traceEvents.map((event) => JSON.stringify(event)).join(',\n');
  const more = JSON.stringify({ displayTimeUnit: 'ms', otherData }).slice(1);
  return `{"traceEvents":[\n${lines}\n],${more}\n`;
}

function eventsOf(timeline: Timeline, pid: number, name: string, nextThread: () => number): TraceEvent[] {
  const ofThreads = workerTimes(timeline).flatMap(({ worker, chunks, waits }) => {
    const tracks = tracksOf(chunks).map((track) => ({ track, tid: nextThread() }));
    const waiting = nextThread();
    return [
      ...tracks.flatMap(({ track, tid }, i) => [
        ...threadOf(pid, tid, i === 0 ? `worker ${worker}` : `worker ${worker}, at the same time`),
        ...track.map((chunk) => chunkEvent(chunk, pid, tid)),
      ]),
      ...threadOf(pid, waiting, `worker ${worker}, waiting`),
      ...waits.map(({ kind, from, to }) =>
        complete(waitNames[kind], 'waiting', [from, to], pid, waiting, {}),
      ),
    ];
  });
  return [
    { name: 'process_name', ph: 'M', pid, tid: 0, args: { name } },
    { name: 'process_sort_index', ph: 'M', pid, tid: 0, args: { sort_index: pid } },
    ...ofThreads,
  ];
}

/** On one track none begins before the one before it has ended: a reader would take it for a call within that. */
function tracksOf(chunks: readonly TimelineChunk[]): TimelineChunk[][] {
  const tracks: TimelineChunk[][] = [[]];
  for (const chunk of chunks) {
    const isFree = (track: TimelineChunk[]) => (track.at(-1)?.[5] ?? 0) <= chunk[4];
    const free = tracks.find(isFree);
    if (free) free.push(chunk);
    else tracks.push([chunk]);
  }
  return tracks;
}

function threadOf(pid: number, tid: number, name: string): Metadata[] {
  return [
    { name: 'thread_name', ph: 'M', pid, tid, args: { name } },
    { name: 'thread_sort_index', ph: 'M', pid, tid, args: { sort_index: tid } },
  ];
}

function chunkEvent(
  [, first, tasks, received, started, finished, waited]: TimelineChunk,
  pid: number,
  tid: number,
): Complete {
  const name =
    tasks === 1
      ? `task ${first}`
      : tasks === 0
        ? 'after the last task'
        : `tasks ${first} to ${first + tasks - 1}`;
  return complete(name, 'chunk', [started, finished], pid, tid, {
    first,
    tasks,
    receivedUs: micros(received),
    ...(waited !== undefined && { withoutCpuUs: micros(waited) }),
  });
}

/** Both ends are rounded, so that neighbours stay neighbours. */
function complete(
  name: string,
  cat: Complete['cat'],
  [from, to]: readonly [number, number],
  pid: number,
  tid: number,
  args: Record<string, number>,
): Complete {
  const ts = micros(from);
  return { name, cat, ph: 'X', ts, dur: Math.max(0, micros(to) - ts), pid, tid, args };
}

const micros = (ms: number): number => Math.round(ms * 1000);
