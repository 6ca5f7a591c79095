import { Fifo } from '../../workers/session/index.js';
import type { Job } from './slot.js';

/** So many dropped jobs may stand among those that wait; beyond that, half of them. */
const DROPPED_AT_MOST = 1024;

/** Jobs that wait for a worker, first come first served. Those that have settled meanwhile were dropped. */
export class WaitingJobs {
  private readonly jobs = new Fifo<Job>();
  /** At most so many of them were dropped. */
  private mayBeDropped = 0;

  push(job: Job): void {
    this.jobs.push(job);
  }

  /** The first that still waits. */
  next(): Job | undefined {
    const { jobs } = this;
    while (jobs.peek()?.isSettled) jobs.shift();
    if (jobs.length === 0) this.mayBeDropped = 0;
    return jobs.peek();
  }

  shift(): void {
    this.jobs.shift();
  }

  takeAll(): Job[] {
    return this.jobs.takeAll().filter((job) => !job.isSettled);
  }

  /** One of them has settled. What was dropped keeps its tasks from being freed: now and then it is thrown out. */
  dropped(): void {
    this.mayBeDropped++;
    const { jobs } = this;
    if (this.mayBeDropped < Math.max(DROPPED_AT_MOST, jobs.length / 2)) return;
    this.mayBeDropped = 0;
    for (const job of jobs.takeAll()) if (!job.isSettled) jobs.push(job);
  }
}
