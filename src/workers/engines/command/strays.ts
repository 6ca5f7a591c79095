import { processesWith } from '../../../host/index.js';
import { monotonicMs } from '../../session/index.js';
import type { FilledCommand } from './fill.js';
import { GRACE_MS, MARK, markOfProcess } from './guard.js';

export const LEFT_OTHERS =
  'A program ended while processes that it had started still ran. They were ended: what they did is no part of its result.';

const LOOK_MS = 20;

let sessions = 0;

/**
 * What the programs of one session leave behind. A process that went into a session of its own, as daemons do, is in no
 * group of ours; a mark in its environment tells.
 */
export class Strays {
  private readonly mark = `${markOfProcess}.${++sessions}`;

  /** With the mark by which whatever it starts is found again. */
  marked(filled: FilledCommand): FilledCommand {
    return { ...filled, env: { ...filled.env, [MARK]: this.mark } };
  }

  /** Asks what is left to end, and ends it after the grace. Whether there was anything. */
  async end(): Promise<boolean> {
    const left = () => processesWith(`${MARK}=${this.mark}`);
    const first = left();
    for (const pid of first) end(pid, 'SIGTERM');
    const until = monotonicMs() + GRACE_MS;
    while (first.length > 0 && monotonicMs() < until && left().length > 0)
      await new Promise((done) => setTimeout(done, LOOK_MS));
    if (first.length > 0) for (const pid of left()) end(pid, 'SIGKILL');
    return first.length > 0;
  }
}

function end(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
  }
}
