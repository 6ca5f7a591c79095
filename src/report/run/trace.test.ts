import { describe, expect, test } from 'vitest';
import { inventHostileReport } from '../testing/hostile.js';
import { inventEmptyReport, inventLargeReport, inventReport } from '../testing/invented.js';
import type { Report } from './report/schema.js';
import { type TraceEvent, trace } from './trace.js';

type Complete = Extract<TraceEvent, { ph: 'X' }>;

const eventsOf = (report: Report): TraceEvent[] => JSON.parse(trace(report)).traceEvents;

const completeOf = (report: Report): Complete[] =>
  eventsOf(report).filter((event): event is Complete => event.ph === 'X');

/**
 * What the format asks for, and Perfetto beyond that: events of a thread never overlap without nesting, a thread whose
 * number is its process’s would be the main one, and metadata comes before what it names. Empty where all is well.
 */
function faultsOf(events: readonly TraceEvent[]): string[] {
  const faults: string[] = [];
  const named = new Set<string>();
  const processes = new Set<number>();
  const threads = new Map<string, Complete[]>();
  for (const event of events) {
    const thread = `${event.pid}/${event.tid}`;
    if (![event.pid, event.tid].every((id) => Number.isInteger(id) && id >= 0))
      faults.push(`ids of ${thread}`);
    if (event.ph === 'M') {
      if (event.name === 'thread_name') {
        if ([...named].some((other) => other.endsWith(`/${event.tid}`))) faults.push(`${thread} twice`);
        if (events.some(({ pid }) => pid === event.tid)) faults.push(`${thread} is a main thread`);
        named.add(thread);
      }
      if (event.name === 'process_name') processes.add(event.pid);
      continue;
    }
    if (!named.has(thread) || !processes.has(event.pid)) faults.push(`${thread} has no name yet`);
    if (event.name === '' || event.cat.includes(',')) faults.push(`name or category of ${thread}`);
    if (![event.ts, event.dur].every((us) => Number.isInteger(us) && us >= 0))
      faults.push(`times of ${event.name}`);
    threads.set(thread, [...(threads.get(thread) ?? []), event]);
  }
  for (const own of threads.values()) {
    let end = 0;
    for (const { ts, dur, name } of own) {
      if (ts < end) faults.push(`${name} begins before the one before it has ended`);
      end = ts + dur;
    }
  }
  return faults;
}

const reports: [string, () => Report][] = [
  ['a 2-core machine', inventReport],
  ['a 16-core machine', inventLargeReport],
  ['an interrupted run', inventEmptyReport],
  ['hostile texts', inventHostileReport],
];

describe('the trace', () => {
  test.each(reports)('keeps to the rules of the format: %s', (_name, invent) => {
    expect(faultsOf(eventsOf(invent()))).toEqual([]);
  });

  test('has each chunk once, and as long as the record says, to a microsecond', () => {
    const { timelines = [] } = inventReport();
    for (const [i, { chunks, workers }] of timelines.entries()) {
      const own = completeOf(inventReport()).filter(({ pid }) => pid === i + 1);
      const drawn = own.filter(({ cat }) => cat === 'chunk');
      expect(drawn.map(({ args }) => args.first).sort((a, b) => a! - b!)).toEqual(
        chunks.map(([, first]) => first),
      );
      const told = chunks.reduce((sum, [, , , , started, finished]) => sum + 1000 * (finished - started), 0);
      expect(Math.abs(drawn.reduce((sum, { dur }) => sum + dur, 0) - told)).toBeLessThan(chunks.length);
      // Chunks and waiting are all that a worker does until the last chunk's end.
      const last = Math.max(...chunks.map(([, , , , , finished]) => finished));
      const all = own.reduce((sum, { dur }) => sum + dur, 0);
      expect(Math.abs(all - workers * 1000 * last)).toBeLessThan(2 * own.length);
    }
    expect(timelines).toHaveLength(2);
  });

  test('names processes by their setting and threads by their worker', () => {
    const names = eventsOf(inventReport()).flatMap((event) =>
      event.ph === 'M' && 'name' in event.args ? [event.args.name] : [],
    );
    expect(names.slice(0, 5)).toEqual([
      'cycles: 2 threads with imapUnordered, chunksize 1',
      'worker 0',
      'worker 0, waiting',
      'worker 1',
      'worker 1, waiting',
    ]);
  });

  test('puts chunks that a worker ran at the same time on tracks of their own', () => {
    const report = inventReport();
    report.timelines![0]!.chunks = [
      [0, 0, 1, 0, 0, 10],
      [0, 1, 1, 0, 5, 20],
      [0, 2, 1, 0, 12, 15],
    ];
    expect(faultsOf(eventsOf(report))).toEqual([]);
    const own = completeOf(report).filter(({ pid, cat }) => pid === 1 && cat === 'chunk');
    const first = Math.min(...own.map(({ tid }) => tid));
    expect(own.map(({ tid, args }) => [tid - first, args.first])).toEqual([
      [0, 0],
      [0, 2],
      [1, 1],
    ]);
  });
});
