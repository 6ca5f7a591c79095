import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { CorewiseError } from '../../src/errors.js';
import { type Interval, mean, median, ratioInterval } from '../../src/stats/index.js';
import { type Cell, isTiny } from './cells.js';
import { boundOf, type Calibration, type JobParams, jobOf, WORKERS } from './planted.js';

const program = fileURLToPath(new URL('./race-program.js', import.meta.url));

/** Pairs of passes in one process: in serial, and on two workers in turns. */
export interface Race {
  job: JobParams;
  chunksize: number;
  pairs: number;
}

export interface Pass {
  wallMs: number;
  /** Of all threads. */
  cpuMs: number;
}

export interface RacedPair {
  serial: Pass;
  pool: Pass;
}

const PROCESSES = 10;
const PAIRS = 6;
/** Turns per ms of a usual core, to begin with. */
const USUAL_TURNS_PER_MS = 500_000;
const CALIBRATION_PASS_MS = 240;
const TRUTH_PASS_S = 0.5;
/** A millisecond of the shortest tasks: taking a chunk costs nothing beside it. */
const TINY_CHUNK = 500;

/** By CPU time, which other programs on the machine change little; `measureTruth` goes by the clock. Half a minute. */
export function measureMachine(): Calibration {
  const tasks = 48;
  const turns = Math.round((CALIBRATION_PASS_MS / tasks) * USUAL_TURNS_PER_MS);
  const job: JobParams = { tasks, turns, shape: 'equal', slowdown: 1 };
  const pairs = Array.from({ length: PROCESSES }, () => raced({ job, chunksize: 1, pairs: PAIRS })).flat();
  const serialMs = median(pairs.map(({ serial }) => serial.cpuMs));
  const poolMs = median(pairs.map(({ pool }) => pool.cpuMs));
  return {
    turnsPerMs: Math.round((tasks * turns) / serialMs),
    // More than that is noise.
    plainGain: Number(Math.min(WORKERS, (WORKERS * serialMs) / poolMs).toFixed(3)),
  };
}

/** What two workers gain by two yardsticks, as ratios; fresh processes are what is counted. */
export interface Truth {
  /** What a user has: true only while nothing else runs. */
  clock: Interval | null;
  /** From the CPU time of both sides, had each worker a CPU of its own. */
  cpu: Interval | null;
}

/** What was planted in a cell, measured. About a minute. */
export function measureTruth(cell: Cell, calibration: Calibration): Truth {
  const job = jobOf({ ...cell, passS: TRUTH_PASS_S }, calibration);
  const chunksize = isTiny(cell) ? TINY_CHUNK : 1;
  const logBound = Math.log(boundOf(cell.shape, job.tasks, chunksize));
  const processes = Array.from({ length: PROCESSES }, () => {
    const pairs = raced({ job, chunksize, pairs: PAIRS });
    const logRatio = (time: keyof Pass) =>
      mean(pairs.map(({ serial, pool }) => Math.log(serial[time] / pool[time])));
    return { clock: logRatio('wallMs'), cpu: logRatio('cpuMs') + logBound };
  });
  return {
    clock: ratioInterval(processes.map(({ clock }) => clock)),
    cpu: ratioInterval(processes.map(({ cpu }) => cpu)),
  };
}

function raced(race: Race): RacedPair[] {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, JSON.stringify(race)], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new CorewiseError(`A race ended with ${status}: ${stderr}`);
  return JSON.parse(stdout);
}
