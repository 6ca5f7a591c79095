/**
 * Does a user get the right answer within a minute? `npm run bench:decision`. Jobs whose true gain is known, because
 * it was planted, through the real command line, on a quiet machine and beside other programs; each answer is judged.
 * Finished runs are kept, and a later start goes on with the cells that have the fewest.
 *   --runs 2           of each cell, earlier starts included (default: 1, or as many as --for allows)
 *   --for 50m          in all; the last run ends within it
 *   --max-time 60s     of each run
 *   --only PATTERN     cells whose name matches, such as 3s-uneven, 1.2x or quarter
 *   --seed 1           of the order
 *   --file FILE        default .cache/decision.jsonl; runs that went wrong or failed stay in FILE-runs/
 *   --table            prints the tables of the runs that there are
 *   --truth            measures what is planted (in the quiet cells, or in those of --only), and ends
 *   --calibrate        measures the machine again; without it a file's jobs stay the same
 *   --gain 1.95        what two threads gain here on plain tasks, where that is known better
 */
import { Command, InvalidArgumentError } from 'commander';
import { exitCodeOf } from '../../src/cli/exit.js';
import { parseDuration, parseRounds, parseWholeNumber } from '../../src/cli/options.js';
import { listenForInterruption } from '../../src/cli/run/interruption.js';
import { UsageError } from '../../src/errors.js';
import { cellName, cells } from './cells.js';
import type { Calibration } from './planted.js';
import { measureMachine } from './race.js';
import { appendResult, calibrationIn, type Result, readResults, runsIn } from './results.js';
import { makeRuns } from './series.js';
import { tables } from './table.js';
import { truthTable } from './truth.js';

interface Options {
  runs?: number;
  for?: number;
  maxTime: string;
  only?: RegExp;
  seed: number;
  file: string;
  table?: true;
  truth?: true;
  calibrate?: true;
  gain?: number;
}

/** What two threads gain on two CPUs of their own; beyond it the machine was disturbed, or has not got them. */
const USUAL_GAIN = { low: 1.7, high: 2 };

const program = new Command('bench:decision')
  .exitOverride()
  .option('--runs <count>', 'of each cell', parseRounds)
  .option('--for <time>', 'in all', parseDuration)
  .option('--max-time <time>', 'of each run', checkDuration, '60s')
  .option('--only <pattern>', 'cells whose name matches', parsePattern)
  .option('--seed <number>', 'of the order', parseWholeNumber, 1)
  .option('--file <file>', 'where runs are kept', '.cache/decision.jsonl')
  .option('--table', 'print the tables of the runs that there are')
  .option('--truth', 'measure what is planted')
  .option('--calibrate', 'measure the machine again')
  .option('--gain <ratio>', 'what two threads gain on plain tasks', parseGain)
  .action((options: Options) => decide(options));

process.exitCode = await exitCodeOf(() => program.parseAsync());

async function decide(options: Options): Promise<void> {
  const { file, maxTime, only } = options;
  const maxTimeMs = parseDuration(maxTime);
  const chosen = only === undefined ? cells : cells.filter((cell) => only.test(cellName(cell)));
  if (chosen.length === 0) throw new UsageError(`No cell matches ${only}; one is ${cellName(cells[0]!)}.`);
  const results = readResults(file);
  const made = runsIn(results, file, maxTime);
  if (options.table) return console.log(tables(made));

  const calibration = calibrationFor(results, options);
  if (options.truth) {
    const quiet = only === undefined ? chosen.filter(({ machine }) => machine === 'quiet') : chosen;
    return console.log(truthTable(quiet, calibration));
  }
  const interruption = listenForInterruption(() => process.stderr.write('Ending this run.\n'));
  const runs = options.runs ?? (options.for === undefined ? 1 : undefined);
  const all = await makeRuns(
    {
      ...{ cells: chosen, made, calibration, file, maxTime, maxTimeMs, seed: options.seed },
      ...(runs !== undefined && { runs }),
      ...(options.for !== undefined && { forMs: options.for }),
    },
    interruption.signal,
  );
  console.log(tables(all));
  if (interruption.signal.aborted) process.exitCode = interruption.exitCode;
}

/** Kept with the runs: a later start has the same jobs. Throws UsageError where the machine is not fit. */
function calibrationFor(results: readonly Result[], { calibrate, gain, file }: Options): Calibration {
  const known = calibrationIn(results);
  if (known && !calibrate && gain === undefined) return known;
  const measured = measureMachine();
  const { turnsPerMs, plainGain } = { ...measured, ...(gain !== undefined && { plainGain: gain }) };
  process.stderr.write(
    `${turnsPerMs} turns per ms; two threads do ${measured.plainGain} times as much as one.\n`,
  );
  if (plainGain < USUAL_GAIN.low || plainGain > USUAL_GAIN.high)
    throw new UsageError(
      `Two threads do ${plainGain} times as much as one here: end what else is running, or give --gain.`,
    );
  appendResult(file, { kind: 'calibration', at: new Date().toISOString(), turnsPerMs, plainGain });
  return { turnsPerMs, plainGain };
}

function parseGain(text: string): number {
  const gain = Number(text);
  if (gain >= USUAL_GAIN.low && gain <= USUAL_GAIN.high) return gain;
  throw new InvalidArgumentError(`Write a number from ${USUAL_GAIN.low} to ${USUAL_GAIN.high}.`);
}

/** As it is passed on. */
function checkDuration(text: string): string {
  parseDuration(text);
  return text;
}

function parsePattern(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch {
    throw new InvalidArgumentError('Write a regular expression, such as 1.2x or ^3s.*bursts.');
  }
}
