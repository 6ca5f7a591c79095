import { describe, expect, it } from 'vitest';
import { analyse, type InventedCase, type InventedRun, inventRecord } from '../analysis/index.js';
import type { Observation, RunRecord } from '../record/index.js';
import { checks } from './index.js';

/** Ten rounds, two values in turn: their mean, and an interval of about 3/4 of what lies between them. */
const inTurn = (a: number, b: number) => (round: number) => (round % 2 === 0 ? a : b);

const pool = (workers: number, more: Partial<InventedCase>): InventedCase => ({
  engine: 'threads',
  workers,
  ...more,
});
const serial = (more: Partial<InventedCase> = {}): InventedCase => ({
  engine: 'serial',
  wallMs: 100,
  ...more,
});

/** A check of a measured figure, on records of which it may say something and of which it may not. */
interface Measured {
  /** What it tests. */
  bound: string;
  /** The figure lies beyond the bound, but its interval holds it. */
  holds: Record<string, RunRecord>;
  /** The whole interval lies beyond the bound. */
  excludes: Record<string, RunRecord>;
  /** It names a cause, which other load may be too: not over disturbed rounds. */
  onlyQuiet?: true;
}

const invent = (run: InventedRun) => inventRecord(run);

const flat = (wallMs: InventedCase['wallMs']) =>
  invent({ cases: [serial(), pool(1, { wallMs: 100 }), pool(2, { wallMs: wallMs! })] });

const bound = (factor: number | ((round: number) => number), cpuMs: number | ((round: number) => number)) =>
  invent({
    cases: [
      serial(),
      pool(1, { wallMs: 100, lane: { cpuMs: 98 } }),
      pool(2, {
        wallMs: 72,
        lane: (round) => ({ cpuMs: (typeof cpuMs === 'number' ? cpuMs : cpuMs(round)) / 2 }),
      }),
    ],
    ceilings: [{ engine: 'threads', workers: 2, factor }],
  });

const uneven = (wallMs: InventedCase['wallMs']) =>
  invent({ cases: [serial({ wallMs: 1200 }), pool(2, { chunksize: 4, wallMs: wallMs! })] });

/** A thousand tasks of 2 µs on one worker. */
const dear = (idleMs: (round: number) => number) =>
  invent({
    scenarios: [{ name: 'tiny', tasks: 1_000 }],
    cases: [
      serial({ wallMs: 2 }),
      pool(1, { wallMs: 40, lane: (round) => ({ busyMs: 2, idleMs: idleMs(round), chunks: 1_000 }) }),
    ],
  });

const empty = (busyMs: (round: number) => number) =>
  invent({
    scenarios: [{ name: 'nothing', tasks: 10_000 }],
    cases: [serial({ wallMs: 1, lane: (round) => ({ busyMs: busyMs(round) }) })],
  });

const waiting = (cpuMs: (round: number) => number) =>
  invent({
    cases: [serial({ lane: (round) => ({ busyMs: 100, cpuMs: cpuMs(round), waitMs: 0, gapCpuMs: 0 }) })],
  });

const clocked = (own: (round: number) => number, ofPool?: (round: number) => number) =>
  invent({
    cases: [serial({ clockMhz: own }), ...(ofPool ? [pool(2, { wallMs: 56, clockMhz: ofPool })] : [])],
  });

/** From the seventh round on another clock, a little unsteady all the time. */
const falling = (late: number, spread: number) => (round: number) =>
  (round < 7 ? 3_600 : late) * (1 + spread * ((round % 3) - 1));

/** A curve of four hundred and eighty equal tasks; `spread` of the wall time of all but one worker. */
const curve = (host: InventedRun['host'], scaling: Record<number, number>, spread: number) =>
  invent({
    host: host!,
    scenarios: [{ name: 'cycles', tasks: 480, taskMs: new Array<number>(480).fill(1) }],
    cases: [
      serial({ wallMs: 480 }),
      ...Object.entries(scaling).map(([workers, times]) =>
        pool(Number(workers), {
          wallMs:
            workers === '1'
              ? 480
              : inTurn((480 / times) * Math.exp(spread), (480 / times) * Math.exp(-spread)),
        }),
      ),
    ],
  });

const oneFewer = (wallMs: InventedCase['wallMs']) =>
  invent({
    host: { physicalCores: 4 },
    cases: [serial({ wallMs: 400 }), pool(4, { wallMs: 100 }), pool(3, { wallMs: wallMs! })],
  });

const blocking = (max: (round: number) => number) =>
  invent({
    cases: [
      serial({ eventLoopDelayMs: (round) => ({ p50: 20, p99: 40, max: max(round) }) }),
      pool(2, { wallMs: 52, eventLoopDelayMs: { p50: 0, p99: 1, max: 4 } }),
    ],
  });

const cold = (wallMs: InventedCase['wallMs']) =>
  invent({
    cases: [serial({ wallMs: 240 }), pool(2, { wallMs: 120 }), pool(2, { cold: true, wallMs: wallMs! })],
  });

/** Twelve tasks of 10 ms; chunks of five are expected to take 70 ms, of one 60. */
const chunked = (wallMs: InventedCase['wallMs']) => {
  const chunks = (chunksize: number, ms: InventedCase['wallMs']) =>
    pool(2, {
      chunksize,
      wallMs: ms!,
      lane: { busyMs: 60, cpuMs: 60, waitMs: 0, gapCpuMs: 0, gapWaitMs: 0, idleMs: 0, chunks: 6 / chunksize },
    });
  return invent({
    cases: [
      serial({ wallMs: 120, lane: { busyMs: 120, cpuMs: 120, waitMs: 0 } }),
      chunks(1, 60),
      chunks(5, wallMs),
    ],
  });
};

const confirmed = (fresh: readonly number[]) =>
  invent({
    plan: { rounds: null },
    stopped: { reason: 'precise' },
    cases: [
      serial({ wallMs: 120, confirmationMs: fresh.map(() => 120) }),
      pool(2, { wallMs: 60, confirmationMs: fresh }),
    ],
  });

const slowFirst = (factor: (round: number) => number): RunRecord => {
  const record = invent({ cases: [serial(), pool(2, { wallMs: 50 })] });
  const lines = record.lines.map((line) =>
    line.kind === 'observation'
      ? { ...line, wallMs: line.wallMs.map((ms, pass) => (pass === 0 ? ms * factor(line.round) : ms)) }
      : line,
  );
  return { ...record, lines };
};

const smt = { physicalCores: 8, threadsPerCore: 2 };

const measured: Record<string, Measured> = {
  'does-not-parallelise': {
    bound: 'scaling 1.1',
    onlyQuiet: true,
    holds: { 'scaling 1.01 (0.78–1.31)': flat(inTurn(70, 140)) },
    excludes: { 'scaling 1.02': flat(98) },
  },
  'memory-bound': {
    bound: 'a ceiling of 0.8 a worker, and CPU time a task of 1.15 times that with one worker',
    onlyQuiet: true,
    holds: {
      'the ceiling is unsteady': bound(inTurn(1.1, 1.8), 142),
      'the CPU time is': bound(1.4, inTurn(100, 180)),
    },
    excludes: { 'both are steady': bound(1.4, 142) },
  },
  'chunks-starve-workers': {
    bound: 'a tenth below the bound of chunksize 1',
    holds: { 'speedup 1.45 (1.07–1.96) of 2.00': uneven(inTurn(1200 / 1.45 / 1.5, (1200 / 1.45) * 1.5)) },
    excludes: { 'speedup 1.45 of 2.00': uneven(1200 / 1.45) },
  },
  'chunk-advice-contradicted': {
    bound: '1.01 times as fast',
    onlyQuiet: true,
    holds: {
      '1.03 (1.005–1.056)': chunked(inTurn((60 / 1.03) * Math.exp(0.033), 60 / 1.03 / Math.exp(0.033))),
    },
    excludes: { '1.2': chunked(50) },
  },
  'task-shorter-than-dispatch': {
    bound: 'getting a chunk takes as long as doing it',
    onlyQuiet: true,
    holds: { '1.41 (0.65–3.1) times': dear(inTurn(1, 8)) },
    excludes: { '15 times': dear(() => 30) },
  },
  'dead-code-suspected': {
    bound: '100 ns a task',
    holds: { '90 ns (37–143)': empty(inTurn(0.2, 1.6)) },
    excludes: { '12 ns': empty(() => 0.12) },
  },
  'nested-pools': {
    bound: '1.3 CPUs',
    onlyQuiet: true,
    holds: { '1.6 CPUs (1.07–2.13)': invent({ cases: [serial({ ownCpu: inTurn(0.9, 2.3) })] }) },
    excludes: { '3.6 CPUs': invent({ cases: [serial({ ownCpu: 3.6 })] }) },
  },
  'tasks-wait': {
    bound: '15 % of their time',
    onlyQuiet: true,
    holds: { '25 % (6–44 %)': waiting(inTurn(100, 50)) },
    excludes: { '40 %': waiting(() => 60) },
  },
  'clock-speed': {
    bound: '0.95 of the clock',
    holds: {
      'the pool’s clock is unsteady': clocked(inTurn(3_600, 3_600), inTurn(3_700, 2_700)),
      'so it is in the course of the run': clocked(falling(3_240, 0.12)),
    },
    excludes: {
      'beside a pool': clocked(
        () => 3_600,
        () => 3_060,
      ),
      'in the course of the run': clocked(falling(3_240, 0.01)),
    },
  },
  superlinear: {
    bound: '1.05 times what one worker does',
    holds: { '1.15 (0.92–1.44)': curve({ physicalCores: 4 }, { 1: 1, 2: 2.3, 4: 4.6 }, 0.3) },
    excludes: { '1.15': curve({ physicalCores: 4 }, { 1: 1, 2: 2.3, 4: 4.6 }, 0.01) },
  },
  'topology-disagrees': {
    bound: 'a second thread that does 0.9 of what a core does',
    holds: { 'unsteady beyond the cores': curve(smt, { 1: 1, 4: 4, 8: 8, 16: 16 }, 0.1) },
    excludes: { 'steady ones': curve(smt, { 1: 1, 4: 4, 8: 8, 16: 16 }, 0) },
  },
  'leave-one-core-free': {
    bound: '0.97 of the speed with all cores',
    onlyQuiet: true,
    holds: { '0.80 (0.59–1.08)': oneFewer(inTurn(125 / 1.5, 125 * 1.5)) },
    excludes: { '0.80': oneFewer(125), '1.00': oneFewer(inTurn(99, 101)) },
  },
  'event-loop-blocked': {
    bound: '50 ms',
    onlyQuiet: true,
    holds: { '100 ms (40–160)': blocking(inTurn(20, 180)) },
    excludes: { '197 ms': blocking(() => 197) },
  },
  'speedup-differs-from-scaling': {
    bound: 'one worker 1.05 times as fast as serial, or as slow',
    onlyQuiet: true,
    holds: {
      '0.89 (0.75–1.05)': invent({
        cases: [serial(), pool(1, { wallMs: inTurn(90, 140) }), pool(2, { wallMs: 52 })],
      }),
    },
    excludes: {
      '0.80': invent({ cases: [serial(), pool(1, { wallMs: 125 }), pool(2, { wallMs: 62.5 })] }),
      '1.25': invent({ cases: [serial(), pool(1, { wallMs: 80 }), pool(2, { wallMs: 40 })] }),
    },
  },
  'extrapolation-guess': {
    bound: 'an efficiency of 0.9; too few counts, or a knee that was not measured, are counts',
    holds: {
      '0.88 (0.85–0.92)': curve({ physicalCores: 8 }, { 1: 1, 2: 1.97, 4: 3.8, 8: 7.1 }, 0.03),
    },
    excludes: { '0.69': curve({ physicalCores: 8 }, { 1: 1, 2: 1.9, 4: 3.4, 8: 5.5 }, 0.001) },
  },
  'cold-start': {
    bound: 'a cold pass as long as a warm one',
    holds: { '1.29 (0.78–2.13)': cold(inTurn(80, 300)) },
    excludes: { '1.67': cold(200) },
  },
  'not-confirmed': {
    bound: '1.03 times the speedup that was chosen by',
    holds: { '0.93 (0.86–1.00)': confirmed([60, 70, 62, 66, 64]) },
    excludes: { '0.75': confirmed([80, 80, 80, 80, 80]) },
  },
  'not-yet-steady': {
    bound: 'a first pass 1.03 times as long',
    holds: { '1.07 (0.98–1.16)': slowFirst(inTurn(0.96, 1.19)) },
    excludes: { '1.11': slowFirst(inTurn(1.1, 1.12)) },
  },
};

const counted: Record<string, string> = {
  'results-differ': 'an event: a result is another one',
  'task-failed': 'an event: a task threw, or a worker was lost',
  inspected: 'what was asked for',
  interrupted: 'an event: how the run ended',
  'machine-disturbed': 'a count of rounds over the gate, which was fixed before the run',
  throttled: 'an event: the kernel counts each time that a quota stops a process',
  swapping: 'an event: pages that the kernel counted',
  'not-pinned': 'an event: the system refused',
  'too-few-rounds': 'a count of rounds',
  'wide-spread': 'the width of the interval is what it tells',
  'more-workers-than-cores': 'a count of workers and cores',
  'smt-siblings': 'a count of workers and cores; what they bring is said as far as the interval tells',
  'stopped-early': 'an event: the race dropped a case, by verdicts of its own',
  'cases-dropped': 'an event: a case was left out',
  'cases-skipped': 'an event: a case cannot run here',
  'not-verified': 'an event: nobody compared',
  notes: 'events that the run noted',
};

const check = (name: string) => checks.find((one) => one.name === name)!.check;
const find = (name: string, record: RunRecord) => check(name)(record, analyse(record));

/** Other programs took most of a CPU all the time. */
const underLoad = (record: RunRecord): RunRecord => ({
  ...record,
  lines: record.lines.map((line) =>
    line.kind === 'observation'
      ? {
          ...line,
          disturbance: { ...line.disturbance, foreignCpu: 0.9 } satisfies Observation['disturbance'],
        }
      : line,
  ),
});

const each = (of: (one: Measured) => Record<string, RunRecord>) =>
  Object.entries(measured).flatMap(([name, one]) =>
    Object.entries(of(one)).map(([what, record]) => [name, one.bound, what, record] as const),
  );

it('every check either looks at an interval, or says why it needs none', () => {
  const known = [...Object.keys(measured), ...Object.keys(counted)];
  expect(known.toSorted()).toEqual(checks.map(({ name }) => name).toSorted());
});

describe('a finding is made only where the whole interval lies beyond the bound', () => {
  it.each(each(({ holds }) => holds))(
    '%s is silent where the interval holds %s: %s',
    (name, _, __, record) => {
      expect(find(name, record)).toEqual([]);
    },
  );

  it.each(each(({ excludes }) => excludes))('%s speaks where it excludes %s: %s', (name, _, __, record) => {
    expect(find(name, record)).toMatchObject([{ check: name }]);
  });
});

describe('other load is a cause as likely as any', () => {
  it.each(each(({ onlyQuiet, excludes }) => (onlyQuiet ? excludes : {})))(
    '%s names none where every round was disturbed (%s; %s)',
    (name, _, __, record) => expect(find(name, underLoad(record))).toEqual([]),
  );
});
