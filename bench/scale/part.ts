import { join } from 'node:path';
import { packageRoot } from '../../src/own-package.js';
import { commandFile, startProgram } from '../../src/testing/command-line.js';
import { peakMemoryMiB } from '../../src/testing/peak-memory.js';

export interface Result {
  what: string;
  ms: number;
  /** Of the process that was started, its children not counted. */
  peakMiB: number;
  outcome: string;
  /** What was wrong, where anything was. */
  problem?: string;
}

/** Something large, done below a folder; a result for each step. */
export type Part = (folder: string) => AsyncIterable<Result>;

export interface Ran extends Pick<Result, 'ms' | 'peakMiB' | 'problem'> {
  stdout: string;
}

/** A command of corewise, run to its end. */
export function ranCorewise(folder: string, ...args: string[]): Promise<Ran> {
  return ran(folder, commandFile, args);
}

/** A program of this folder, run to its end. */
export function ranProgram(folder: string, name: string, ...args: (string | number)[]): Promise<Ran> {
  return ran(folder, join(packageRoot, 'dist/bench/scale/programs', `${name}.js`), args.map(String));
}

async function ran(folder: string, file: string, args: readonly string[]): Promise<Ran> {
  const begin = performance.now();
  const { child, ended } = startProgram(process.execPath, [file, ...args], folder);
  const [{ code, stdout, stderr }, peakMiB] = await Promise.all([ended, peakMemoryMiB(child)]);
  const ms = performance.now() - begin;
  return { ms, peakMiB, stdout, ...(code !== 0 && { problem: `exit ${code}: ${stderr.slice(-500)}` }) };
}

/** Joins what is known of a step. */
export function resultOf(what: string, { ms, peakMiB, problem }: Ran, outcome: () => string): Result {
  if (problem !== undefined) return { what, ms, peakMiB, outcome: '', problem };
  return { what, ms, peakMiB, outcome: outcome() };
}
