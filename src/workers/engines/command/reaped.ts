import { readReapedMs } from '../../../host/index.js';

let reapedBefore: number | undefined;
let ended: { wallMs: number; tell(cpuMs: number | undefined): void }[] = [];

/** Before the first program is started: what was waited for until now is of nobody here. */
export function beginReaping(): void {
  reapedBefore ??= readReapedMs();
}

/**
 * CPU time of a program that has just ended and was waited for. Several may be waited for at once, and the system tells
 * what all used: each gets a share by its time.
 */
export function reapedMsOf(wallMs: number): Promise<number | undefined> {
  if (ended.length === 0)
    setImmediate(() => {
      const all = ended;
      ended = [];
      const sinceMs = newlyReapedMs();
      const wholeMs = all.reduce((sum, one) => sum + one.wallMs, 0);
      for (const one of all) one.tell(sinceMs && (sinceMs * one.wallMs) / wholeMs);
    });
  return new Promise((tell) => ended.push({ wallMs, tell }));
}

function newlyReapedMs(): number | undefined {
  const now = readReapedMs();
  if (now === undefined) return undefined;
  const sinceMs = now - (reapedBefore ?? 0);
  reapedBefore = now;
  return sinceMs;
}
