/** How many instances run; the rule is that of the Kubernetes Horizontal Pod Autoscaler. */
export interface Autoscale {
  min: number;
  max: number;
  /** From the decision until a new instance takes tasks. */
  startupMs: number;
  /** Tasks in the system a worker, running or waiting, that is aimed at; 0.7. */
  target?: number;
  /** Between decisions; 15 s. */
  everyMs?: number;
  /** An instance goes only when no decision has wanted it for so long; 5 minutes. */
  scaleInAfterMs?: number;
}

export const autoscaleDefaults = { target: 0.7, everyMs: 15_000, scaleInAfterMs: 300_000 };

/** Nearer to the target than this, the number of instances stays. */
const TOLERANCE = 0.1;

/**
 * Wanted are ceil(instances × load ÷ target), unless load ÷ target is within a tenth of 1; out at once, in to the
 * most that was wanted within `scaleInAfterMs`; never below `min` or above `max`. The load is tasks in the system ÷
 * workers since the last decision: the queue counts, since busy workers alone would not tell how much is missing.
 */
export class Autoscaler {
  readonly startupMs: number;
  readonly everyMs: number;
  private readonly remembered: number;
  private readonly tasksAnInstance: number;
  private wanted: number[] = [];

  constructor(
    private readonly scale: Autoscale,
    workersPerInstance: number,
  ) {
    const { startupMs, target, everyMs, scaleInAfterMs } = { ...autoscaleDefaults, ...scale };
    this.startupMs = startupMs;
    this.everyMs = everyMs;
    this.remembered = Math.max(1, Math.ceil(scaleInAfterMs / everyMs));
    this.tasksAnInstance = target * workersPerInstance;
  }

  /** How many instances there should be where `instances` run or start and held so many tasks on average. */
  decide(instances: number, tasksInSystem: number): number {
    const ratio = tasksInSystem / (instances * this.tasksAnInstance);
    const now = Math.abs(ratio - 1) <= TOLERANCE ? instances : this.wantedFor(tasksInSystem);
    this.wanted.push(now);
    if (this.wanted.length > this.remembered) this.wanted.shift();
    return now >= instances ? now : Math.min(instances, Math.max(...this.wanted));
  }

  /** For so many tasks in the system, whatever there is now. */
  wantedFor(tasksInSystem: number): number {
    const { min, max } = this.scale;
    return Math.min(max, Math.max(min, Math.ceil(tasksInSystem / this.tasksAnInstance)));
  }
}
