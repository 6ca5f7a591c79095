import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Interval, ratioInterval } from '../../src/stats/index.js';
import { type Cell, isTiny } from './cells.js';
import { type Calibration, type JobParams, jobOf } from './planted.js';

const program = fileURLToPath(new URL('./race-program.js', import.meta.url));

/** Pairs of passes in one process: in serial, and on two workers. */
export interface Race {
  job: JobParams;
  chunksize: number;
  pairs: number;
}

const PROCESSES = 10;
const PAIRS = 6;
/** Turns per ms of a usual core, to begin with. */
const USUAL_TURNS_PER_MS = 500_000;
const CALIBRATION_PASS_MS = 240;
const TRUTH_PASS_S = 0.5;
/** A millisecond of the shortest tasks: taking a chunk costs nothing beside it. */
const TINY_CHUNK = 500;

/**
 * Both figures are of the fastest passes: what else runs on the machine makes some slower and none faster. A few
 * seconds.
 */
export function measureMachine(): Calibration {
  const tasks = 48;
  const turns = Math.round((CALIBRATION_PASS_MS / tasks) * USUAL_TURNS_PER_MS);
  const job: JobParams = { tasks, turns, shape: 'equal', slowdown: 1 };
  const pairs = Array.from({ length: PROCESSES }, () =>
    passesOf({ job, chunksize: 1, pairs: PAIRS / 2 }),
  ).flat();
  const serialMs = Math.min(...pairs.map(([serial]) => serial));
  const poolMs = Math.min(...pairs.map(([, pool]) => pool));
  return {
    turnsPerMs: Math.round((tasks * turns) / serialMs),
    plainGain: Number((serialMs / poolMs).toFixed(3)),
  };
}

/** What was planted in a cell, measured: fresh processes are what is counted. About a minute. */
export function measureTruth(cell: Cell, calibration: Calibration): Interval | null {
  const job = jobOf({ ...cell, passS: TRUTH_PASS_S }, calibration);
  const chunksize = isTiny(cell) ? TINY_CHUNK : 1;
  const logRatios = Array.from({ length: PROCESSES }, () => {
    const logs = passesOf({ job, chunksize, pairs: PAIRS }).map(([serial, pool]) => Math.log(serial / pool));
    return logs.reduce((sum, log) => sum + log, 0) / logs.length;
  });
  return ratioInterval(logRatios);
}

function passesOf(race: Race): [serialMs: number, poolMs: number][] {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, JSON.stringify(race)], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`A race ended with ${status}: ${stderr}`);
  return JSON.parse(stdout);
}
