import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from '../../src/errors.js';
import type { Answer } from './answer.js';
import type { Cell } from './cells.js';
import type { Calibration, JobParams } from './planted.js';

/** A finished run. */
export interface Made {
  kind: 'run';
  at: string;
  cell: Cell;
  maxTime: string;
  job: JobParams;
  /** Of the pool that the answer is about; null where it is not known, or there is no answer. */
  truth: number | null;
  /** Null where the run failed. */
  answer: Answer | null;
  /** Passes ÷ time to the decision; null where the run failed. */
  measuredShare: number | null;
  /** From start to exit of the command. */
  wallMs: number;
  /** Why the run failed. */
  failure?: string;
}

interface Calibrated extends Calibration {
  kind: 'calibration';
  at: string;
}

export type Result = Made | Calibrated;

/** Every line of all starts. Throws UsageError. */
export function readResults(file: string): Result[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((line, at) => (line === '' ? [] : [parse(line, `${file}, line ${at + 1}`)]));
}

function parse(line: string, place: string): Result {
  try {
    return JSON.parse(line) as Result;
  } catch {
    throw new UsageError(`${place} is no result: delete that line.`);
  }
}

export function appendResult(file: string, result: Result): void {
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, `${JSON.stringify(result)}\n`);
}

/** Runs of one length: others in the same file are an error. */
export function runsIn(results: readonly Result[], file: string, maxTime: string): Made[] {
  const runs = results.filter((result) => result.kind === 'run');
  const other = runs.find((run) => run.maxTime !== maxTime);
  if (other)
    throw new UsageError(
      `${file} holds runs of --max-time ${other.maxTime}: give the same, or another --file.`,
    );
  return runs;
}

/** The last one: those before it were of other days, or of a disturbed machine. */
export const calibrationIn = (results: readonly Result[]): Calibration | undefined =>
  results.findLast((result) => result.kind === 'calibration');
