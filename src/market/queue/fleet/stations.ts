import type { Random } from '../../../stats/index.js';

const NONE = -1;

/**
 * Places with some workers each, where tasks wait in one line, first come, first served. Lists of whole numbers in
 * typed arrays: there may be thousands of stations with millions of tasks.
 */
export class Stations {
  /** Workers that may take a task now. */
  readonly workers: Int32Array;
  /** Tasks that run. */
  readonly running: Int32Array;
  /** Tasks that run or wait. */
  readonly held: Int32Array;
  private readonly first: Int32Array;
  private readonly last: Int32Array;
  /** The task behind each waiting task. */
  private readonly behind: Int32Array;

  constructor(stations: number, tasks: number) {
    this.workers = new Int32Array(stations);
    this.running = new Int32Array(stations);
    this.held = new Int32Array(stations);
    this.first = new Int32Array(stations).fill(NONE);
    this.last = new Int32Array(stations).fill(NONE);
    this.behind = new Int32Array(tasks).fill(NONE);
  }

  enqueue(station: number, task: number): void {
    this.held[station]!++;
    const last = this.last[station]!;
    if (last === NONE) this.first[station] = task;
    else this.behind[last] = task;
    this.last[station] = task;
  }

  /** Is there a task to start and a worker to run it? */
  canStart(station: number): boolean {
    return this.first[station] !== NONE && this.running[station]! < this.workers[station]!;
  }

  /** Takes the task that waited longest. */
  start(station: number): number {
    const task = this.first[station]!;
    const next = this.behind[task]!;
    this.first[station] = next;
    if (next === NONE) this.last[station] = NONE;
    this.running[station]!++;
    return task;
  }

  finish(station: number): void {
    this.running[station]!--;
    this.held[station]!--;
  }
}

/** Sends each arriving task to a station. */
export interface Balancer {
  /** From now on the first so many instances take tasks; what another one has, it finishes. */
  resize(instances: number): void;
  choose(random: Random): number;
  /** A station is about to hold one task more, or one less. */
  joins(station: number): void;
  leaves(station: number): void;
}

export type StartBalancer = (stations: Stations, workersPerInstance: number) => Balancer;
