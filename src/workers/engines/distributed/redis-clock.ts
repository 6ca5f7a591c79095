import { monotonicMs } from '../../session/index.js';
import type { Redis } from './libraries.js';

/** How this machine's clock, on which it measures, stands to that of Redis. */
export interface ClockOffset {
  /** To be added to a time of here, ms. */
  offsetMs: number;
  /** It is not farther off than that: half of the fastest answer's way. */
  errorMs: number;
}

const PINGS = 15;

/** Asks Redis for its time; of several answers the fastest is the most exact. */
export async function offsetTo(
  redis: Pick<Redis, 'time'>,
  now: () => number = monotonicMs,
): Promise<ClockOffset> {
  let best: ClockOffset | undefined;
  for (let ping = 0; ping < PINGS; ping++) {
    const sent = now();
    const [seconds, micros] = await redis.time();
    const received = now();
    const errorMs = (received - sent) / 2;
    if (best && best.errorMs <= errorMs) continue;
    best = { offsetMs: Number(seconds) * 1e3 + Number(micros) / 1e3 - (sent + errorMs), errorMs };
  }
  return best!;
}
