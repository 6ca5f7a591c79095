import type { ForeignWatch, HeldBack, Looked } from '../../../host/index.js';
import { monotonicMs } from '../../../workers/session/index.js';
import type { Pause } from '../pass/pauses.js';

/** How often the machine is looked at. */
const LOOK_MS = 50;

/** Others computed: by the two last looks this many CPUs, or by the four last. */
const BUSY = { two: 0.4, four: 0.3 };
/** Quiet again: by the last looks together at most this many CPUs. */
const QUIET = { looks: 3, cpus: 0.15 };

/**
 * How long a run waits for others to be done. A wait that was in vain halves the next one: beside a program that
 * never rests there is no quiet to wait for, and what is measured there is marked as disturbed.
 */
export class Patience {
  private limitMs: number;
  /** All waits so far, ms. */
  spentMs = 0;
  private changedAt: number;

  /** `mostMs`: of one wait. `shareOfRun`: what all of them may take of a run so far. */
  constructor(
    private readonly mostMs: number,
    private readonly shareOfRun = 0.55,
    private readonly now: () => number = monotonicMs,
    private readonly begin = now(),
  ) {
    this.limitMs = mostMs;
    this.changedAt = begin;
  }

  /** How long the next wait may be, ms; 0: not worth to begin. */
  get leftMs(): number {
    const ofRun = this.shareOfRun * (this.now() - this.begin) + this.mostMs - this.spentMs;
    const left = Math.min(this.recoveredMs, ofRun);
    return left < LEAST_WAIT_MS ? 0 : left;
  }

  spent(ms: number, inVain: boolean): void {
    this.spentMs += ms;
    this.limitMs = inVain ? this.recoveredMs / 2 : Math.min(this.mostMs, this.recoveredMs * 2);
    this.changedAt = this.now();
  }

  /** What never rested may rest later. */
  private get recoveredMs(): number {
    return Math.min(this.mostMs, this.limitMs * 2 ** ((this.now() - this.changedAt) / RECOVERY_MS));
  }
}

const LEAST_WAIT_MS = 300;
/** In this time patience that was disappointed once is back. */
const RECOVERY_MS = 15_000;

/** Stops and continues all processes of a bench host. */
export interface Held {
  stop(): void;
  /** Tells the host of the pause, then lets it go on. */
  go(pause: Pause): void;
}

/**
 * Holds a bench host back while other programs compute: it measures between their bursts. What decides is the load of
 * others alone, never what was measured.
 */
export class QuietKeeper {
  private timer: NodeJS.Timeout | undefined;
  private looks: Looked[] = [];
  private paused: { from: number; mostMs: number; passed: HeldBack } | undefined;

  constructor(
    private readonly watch: ForeignWatch,
    private readonly patience: Patience,
    private readonly held: Held,
    private readonly now: () => number = monotonicMs,
  ) {}

  begin(): void {
    this.watch.look();
    this.looks = [];
    this.timer ??= setInterval(() => this.look(), LOOK_MS);
  }

  /** Lets the host go on where it is held back. */
  end(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    if (this.paused) this.resume(false);
  }

  look(): void {
    const looked = this.watch.look();
    if (!looked) return;
    this.looks = [...this.looks, looked].slice(-4);
    if (!this.paused) {
      if (isBusy(this.looks) && this.patience.leftMs > 0) {
        if (this.watch.overlooked()) this.looks = [];
        else this.pause();
      }
      return;
    }
    add(this.paused.passed, looked);
    if (isQuiet(this.looks)) this.resume(false);
    else if (this.now() - this.paused.from > this.paused.mostMs) this.resume(true);
  }

  private pause(): void {
    const mostMs = this.patience.leftMs;
    this.held.stop();
    this.watch.look();
    this.looks = [];
    this.paused = { from: this.now(), mostMs, passed: { wallMs: 0, idleMs: 0, stealMs: 0, ownMs: 0 } };
  }

  private resume(inVain: boolean): void {
    const { from, passed } = this.paused!;
    const rest = this.watch.look();
    if (rest) add(passed, rest);
    const to = this.now();
    this.paused = undefined;
    this.looks = [];
    this.patience.spent(to - from, inVain);
    this.held.go({ ...passed, wallMs: to - from, from, to });
  }
}

function add(sum: HeldBack, { wallMs, idleMs, stealMs, ownMs }: Looked): void {
  sum.wallMs += wallMs;
  sum.idleMs += idleMs;
  sum.stealMs += stealMs;
  sum.ownMs += ownMs;
}

function foreignCpus(looks: readonly Looked[]): number {
  const wallMs = looks.reduce((sum, look) => sum + look.wallMs, 0);
  return looks.reduce((sum, look) => sum + look.foreignMs, 0) / Math.max(1, wallMs);
}

function isBusy(looks: readonly Looked[]): boolean {
  return (
    (looks.length >= 2 && foreignCpus(looks.slice(-2)) >= BUSY.two) ||
    (looks.length >= 4 && foreignCpus(looks.slice(-4)) >= BUSY.four)
  );
}

function isQuiet(looks: readonly Looked[]): boolean {
  return looks.length >= QUIET.looks && foreignCpus(looks.slice(-QUIET.looks)) <= QUIET.cpus;
}
