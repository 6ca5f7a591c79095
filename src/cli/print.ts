import type { Report } from '../index.js';
import { summarise } from '../report/index.js';

/** The only thing on stdout of a command with `--json`. */
export function printJson(document: unknown): void {
  process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}

export function printLines(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

export function printSummary(report: Report, files: readonly string[]): void {
  const { stdout } = process;
  const color = stdout.isTTY === true && stdout.hasColors();
  const text = summarise(report, { columns: stdout.columns ?? 80, color, files });
  stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}
