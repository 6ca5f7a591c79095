import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import type { Ended, Started } from '../../src/testing/command-line.js';
import { observationsIn, recordText } from './outcome.js';
import type { Stage } from './stage.js';

/** A fault, how it is done to a run, and what must come of it. */
export interface Scene {
  readonly fault: string;
  play(stage: Stage): Promise<void>;
}

export const ROUNDS = 2;
/** About what a run of the quick suite takes with so many rounds, ms. */
export const RUN_MS = 4_000;
export const LOOK_MS = 25;

export const measured = (rounds: number, out: string) => [
  ...['--no-wait', '--quiet', '--observation', '100ms', '--format', 'json,html'],
  ...['--rounds', String(rounds), '--out', out],
];

export const quick = (out: string, rounds = ROUNDS) => ['run', '--suite', 'quick', ...measured(rounds, out)];

export const isRunning = ({ child }: Started) => child.exitCode === null && child.signalCode === null;

/** Until something was measured, or the command has ended. */
async function whenMeasured({ out }: Stage, started: Started): Promise<void> {
  while (isRunning(started) && observationsIn(recordText(out)) === 0) await after(LOOK_MS);
}

/** Starts a command, and gives its end once it has measured something. */
export async function begun(stage: Stage, args: readonly string[]): Promise<{ ending: Promise<Ended> }> {
  const started = stage.start(args);
  const ending = stage.ended(started);
  await whenMeasured(stage, started);
  return { ending };
}

/** Who fails says why. */
export function checkSaid({ code, stderr }: Ended, { out, tally, name }: Stage): void {
  if (code === 0 || existsSync(join(out, 'report.json'))) return;
  if (![1, 2].includes(code ?? -1) || !stderr.includes('error: '))
    tally.wrong('wrong answers', `${name}: exit ${code} without a word: ${stderr}`);
}
