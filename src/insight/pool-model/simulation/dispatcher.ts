import { Fifo } from '../../../workers/session/index.js';

export type Job = 'send' | 'receive';

/** The thread that sends and receives: one job at a time, what is ready to be sent first. */
export class Dispatcher {
  /** How long it was busy, ms. */
  busyMs = 0;
  private readonly sends = new Fifo<number>();
  private readonly receives = new Fifo<number>();
  private isBusy = false;
  private busySince = 0;

  /** `begin`: a job begins; `done` is to be called when it ends. */
  constructor(private readonly begin: (job: Job, message: number) => void) {}

  add(job: Job, message: number): void {
    if (job === 'send') this.sends.push(message);
    else this.receives.push(message);
  }

  /** Begins the next job where it is idle and has one. */
  next(now: number): void {
    if (this.isBusy) return;
    const send = this.sends.shift();
    const message = send ?? this.receives.shift();
    if (message === undefined) return;
    this.isBusy = true;
    this.busySince = now;
    this.begin(send === undefined ? 'receive' : 'send', message);
  }

  done(now: number): void {
    this.isBusy = false;
    this.busyMs += now - this.busySince;
  }
}
