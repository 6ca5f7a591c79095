import type { RunRecord } from '../../../record/index.js';
import { inventRecord } from '../../testing/invented-record.js';
import type { InventedCase, InventedRun } from '../../testing/invented-run.js';

/** Ten rounds, two values in turn: their mean, and an interval of about 3/4 of what lies between them. */
export const inTurn = (a: number, b: number) => (round: number) => (round % 2 === 0 ? a : b);

export const pool = (workers: number, more: Partial<InventedCase>): InventedCase => ({
  engine: 'threads',
  workers,
  ...more,
});
export const serial = (more: Partial<InventedCase> = {}): InventedCase => ({
  engine: 'serial',
  wallMs: 100,
  ...more,
});

/** More workers that bring nothing, or may. */
export const flat = (wallMs: InventedCase['wallMs']) =>
  inventRecord({ cases: [serial(), pool(1, { wallMs: 100 }), pool(2, { wallMs: wallMs! })] });

/** Two workers whose tasks cost more CPU time than one’s (98 ms per pass), and isolated ones that get no more. */
export const bound = (
  factor: number | ((round: number) => number),
  cpuMs: number | ((round: number) => number),
  rounds = 10,
) =>
  inventRecord({
    rounds,
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

/** Three chunks for two workers: 1.5 at most, where chunksize 1 would allow 2. */
export const uneven = (wallMs: InventedCase['wallMs']) =>
  inventRecord({ cases: [serial({ wallMs: 1200 }), pool(2, { chunksize: 4, wallMs: wallMs! })] });

/** A thousand tasks of 2 µs on one worker. */
export const dear = (idleMs: (round: number) => number) =>
  inventRecord({
    scenarios: [{ name: 'tiny', tasks: 1_000 }],
    cases: [
      serial({ wallMs: 2 }),
      pool(1, { wallMs: 40, lane: (round) => ({ busyMs: 2, idleMs: idleMs(round), chunks: 1_000 }) }),
    ],
  });

/** Ten thousand tasks of next to nothing. */
export const empty = (busyMs: (round: number) => number) =>
  inventRecord({
    scenarios: [{ name: 'nothing', tasks: 10_000 }],
    cases: [serial({ wallMs: 1, lane: (round) => ({ busyMs: busyMs(round) }) })],
  });

/** Passes of 100 ms, and what of them the tasks compute. */
export const waiting = (cpuMs: (round: number) => number) =>
  inventRecord({
    cases: [serial({ lane: (round) => ({ busyMs: 100, cpuMs: cpuMs(round), waitMs: 0, gapCpuMs: 0 }) })],
  });

/** Clocks of serial, MHz, and of two workers beside it. */
export const clocked = (own: (round: number) => number, ofPool?: (round: number) => number) =>
  inventRecord({
    cases: [serial({ clockMhz: own }), ...(ofPool ? [pool(2, { wallMs: 56, clockMhz: ofPool })] : [])],
  });

/** From the seventh round on another clock, a little unsteady all the time. */
export const falling = (late: number, spread: number) => (round: number) =>
  (round < 7 ? 3_600 : late) * (1 + spread * ((round % 3) - 1));

/** A curve of four hundred and eighty equal tasks; `spread` of the wall time of all but one worker. */
export const curve = (host: InventedRun['host'], scaling: Record<number, number>, spread: number) =>
  inventRecord({
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

/** Four workers on four cores take 100 ms per pass; three take as given. */
export const oneFewer = (wallMs: InventedCase['wallMs']) =>
  inventRecord({
    host: { physicalCores: 4 },
    cases: [serial({ wallMs: 400 }), pool(4, { wallMs: 100 }), pool(3, { wallMs: wallMs! })],
  });

/** The longest block of the main thread in serial, ms; the pool blocks it for 4 ms. */
export const blocking = (max: (round: number) => number) =>
  inventRecord({
    cases: [
      serial({ eventLoopDelayMs: (round) => ({ p50: 20, p99: 40, max: max(round) }) }),
      pool(2, { wallMs: 52, eventLoopDelayMs: { p50: 0, p99: 1, max: 4 } }),
    ],
  });

/** A warm pass takes 120 ms, a cold one as given. */
export const cold = (wallMs: InventedCase['wallMs']) =>
  inventRecord({
    cases: [serial({ wallMs: 240 }), pool(2, { wallMs: 120 }), pool(2, { cold: true, wallMs: wallMs! })],
  });

/** Twelve tasks of 10 ms; chunks of five are expected to take 70 ms, of one 60. */
export const chunked = (wallMs: InventedCase['wallMs']) => {
  const chunks = (chunksize: number, ms: InventedCase['wallMs']) =>
    pool(2, {
      chunksize,
      wallMs: ms!,
      lane: { busyMs: 60, cpuMs: 60, waitMs: 0, gapCpuMs: 0, gapWaitMs: 0, idleMs: 0, chunks: 6 / chunksize },
    });
  return inventRecord({
    cases: [
      serial({ wallMs: 120, lane: { busyMs: 120, cpuMs: 120, waitMs: 0 } }),
      chunks(1, 60),
      chunks(5, wallMs),
    ],
  });
};

/** Chosen by a pass of 60 ms, twice as fast as serial; passes of fresh rounds as given. */
export const confirmed = (fresh: readonly number[]) =>
  inventRecord({
    plan: { rounds: null },
    stopped: { reason: 'precise' },
    cases: [
      serial({ wallMs: 120, confirmationMs: fresh.map(() => 120) }),
      pool(2, { wallMs: 60, confirmationMs: fresh }),
    ],
  });

/** The first pass ÷ the later ones, by round. */
export const slowFirst = (factor: (round: number) => number): RunRecord => {
  const record = inventRecord({ cases: [serial(), pool(2, { wallMs: 50 })] });
  const lines = record.lines.map((line) =>
    line.kind === 'observation'
      ? { ...line, wallMs: line.wallMs.map((ms, pass) => (pass === 0 ? ms * factor(line.round) : ms)) }
      : line,
  );
  return { ...record, lines };
};

/** A share of the time in which a quota of one CPU holds two workers back, on two CPUs. */
export const throttledFor = (share: (round: number) => number) =>
  inventRecord({
    cases: [serial(), pool(2, { wallMs: 100, quota: 1, throttledMs: (round) => 200 * share(round) })],
  });

/** Two workers were measured and eight asked for, on a machine that has 8 GiB, 512 MiB of them for the system. */
export const holding = (mib: (round: number) => number) =>
  inventRecord({
    host: { physicalCores: 8, memoryGiB: 8 },
    cases: [
      serial(),
      pool(1, { wallMs: 100, lane: (round) => ({ peakMemoryMiB: mib(round) }) }),
      pool(2, { wallMs: 52, lane: (round) => ({ peakMemoryMiB: mib(round) }) }),
      pool(8, { failed: 'a worker ran out of memory' }),
    ],
  });

export const smt = { physicalCores: 8, threadsPerCore: 2 };
