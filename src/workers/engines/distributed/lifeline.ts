import { messageOf, UnavailableError } from '../../../errors.js';
import type { Connected } from './libraries.js';
import { sessionKey } from './wire.js';

/** The session says that it is there so often, and is forgotten after so long without, ms. */
const BEATS_MS = 2_000;
const FORGOTTEN_MS = 10_000;

interface LifelineOptions {
  session: string;
  connected: Connected;
  /** After each time that Redis knows of the session. */
  look(): Promise<void>;
  /** Once: what the session has there is gone or out of reach, and will not be waited for. */
  cut(why: string): void;
}

/**
 * Tells Redis that a session is there, and the session that Redis is. A connection that is lost for a moment loses
 * nothing. After `FORGOTTEN_MS` the machines end their part of the session; a Redis that was started again without
 * what it had has lost its chunks: in both cases nobody will answer.
 */
export class Lifeline {
  private timer: NodeJS.Timeout | undefined;
  private isBeating = false;

  constructor(private readonly options: LifelineOptions) {}

  /** Rejects with UnavailableError where Redis does not answer. */
  async begin(): Promise<void> {
    const { connected, session } = this.options;
    await connected.answered(connected.redis.set(sessionKey(session), '1', 'PX', FORGOTTEN_MS));
    this.timer = setInterval(() => void this.beat(), BEATS_MS).unref();
  }

  end(): void {
    clearInterval(this.timer);
  }

  private async beat(): Promise<void> {
    if (this.isBeating) return;
    this.isBeating = true;
    try {
      await this.hold();
    } catch (thrown) {
      // Anything else is said by the connection, and tried again.
      if (thrown instanceof UnavailableError) this.cut(messageOf(thrown));
    } finally {
      this.isBeating = false;
    }
  }

  private async hold(): Promise<void> {
    const { connected, session, look } = this.options;
    const held = connected.redis.set(sessionKey(session), '1', 'PX', FORGOTTEN_MS, 'XX');
    if ((await connected.answered(held, FORGOTTEN_MS)) === null)
      return this.cut('Redis has lost what this session had there: was it restarted?');
    await connected.answered(look(), FORGOTTEN_MS);
  }

  private cut(why: string): void {
    this.end();
    this.options.cut(why);
  }
}
