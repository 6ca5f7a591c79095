import type { WorkerSlot } from './slot.js';

/** While a call waits for an answer, its session's workers keep this process running; an idle session does not. */
export class KeepAlive {
  private waiting = 0;
  private releaseIsDue = false;
  private isHeld = true;

  constructor(private readonly slots: readonly WorkerSlot[]) {}

  hold(): void {
    if (this.waiting++ === 0 && !this.isHeld) this.holdAll(true);
  }

  release(): void {
    if (--this.waiting === 0) this.releaseSoon();
  }

  /** Not at once: the next call often comes in the same turn. */
  releaseSoon(): void {
    if (this.releaseIsDue) return;
    this.releaseIsDue = true;
    setImmediate(() => {
      this.releaseIsDue = false;
      if (this.waiting === 0) this.holdAll(false);
    });
  }

  private holdAll(isHeld: boolean): void {
    this.isHeld = isHeld;
    for (const slot of this.slots) slot.hold(isHeld);
  }
}
