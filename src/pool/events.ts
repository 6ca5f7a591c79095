import { unknownName } from '../errors.js';
import type { Session, SessionEvents } from '../workers/session/index.js';

export interface PoolEvents extends Omit<SessionEvents, 'status' | 'unfinished'> {
  /** Nothing waits any more, after something had to. */
  drain: () => void;
}

/** Who listens to a pool: what its workers tell comes from their session, the rest from its queue. */
export class PoolListeners {
  private readonly drainListeners: PoolEvents['drain'][] = [];

  constructor(private readonly session: Session) {}

  /** @throws UsageError for an event that there is not. */
  add<E extends keyof PoolEvents>(event: E, listener: PoolEvents[E]): void {
    if (event === 'drain') this.drainListeners.push(listener as PoolEvents['drain']);
    else if (event === 'log' || event === 'lost')
      this.session.on(event, listener as SessionEvents['lost'] & SessionEvents['log']);
    else throw unknownName('event of a pool', String(event), ['drain', 'log', 'lost']);
  }

  drained(): void {
    for (const listener of this.drainListeners) listener();
  }
}
