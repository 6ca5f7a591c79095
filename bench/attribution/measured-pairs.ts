import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Pair } from './pair.js';

interface Line extends Pair {
  cause: string;
  /** When it was measured. */
  at: string;
}

/** The pairs measured so far, in a file of one JSON line each, so that several starts make one table. */
export class MeasuredPairs {
  private readonly lines: Line[];

  constructor(
    private readonly file: string,
    startAnew: boolean,
  ) {
    mkdirSync(dirname(file), { recursive: true });
    if (startAnew) rmSync(file, { force: true });
    this.lines = existsSync(file) ? readLines(file) : [];
  }

  pairsOf(cause: string): Pair[] {
    return this.lines.filter((line) => line.cause === cause);
  }

  add(cause: string, pair: Pair): void {
    const line = { cause, at: new Date().toISOString(), ...pair };
    this.lines.push(line);
    appendFileSync(this.file, `${JSON.stringify(line)}\n`);
  }
}

/** A last line that was cut off counts as not measured. */
function readLines(file: string): Line[] {
  const texts = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return texts.map((text) => JSON.parse(text) as Line);
}
