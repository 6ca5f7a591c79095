import type { LogEntry } from '../workers/session/index.js';

const pad = (value: number, digits: number) => String(value).padStart(digits, '0');

/** `HH:MM:SS.mmm level worker | text`, a line each, in local time. */
export function logLine({ worker, level, message, time }: LogEntry, name: string): string {
  const at = new Date(time);
  const clock = [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => pad(part, 2)).join(':');
  const head = `${clock}.${pad(at.getMilliseconds(), 3)} ${level.padEnd(5)} ${name}-${worker + 1} | `;
  return message
    .split('\n')
    .map((line) => `${head}${line}\n`)
    .join('');
}
