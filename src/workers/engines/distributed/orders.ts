import { rebuildError } from '../protocol/described-error.js';
import type { Connected, Queue, QueueEvents } from './libraries.js';
import { decode, encode, type Order, ordersOf, type Report } from './wire.js';

/** What a session asks one machine for, each as a job of that machine's own queue. */
export class Orders {
  /** By job: who waits for its report. */
  private readonly waiting = new Map<string, (report: Report | undefined) => void>();
  private count = 0;

  private constructor(
    private readonly session: string,
    private readonly queue: Queue,
    events: QueueEvents,
  ) {
    // A job is gone once it is done: its end is heard of here or nowhere.
    events.on('completed', ({ jobId, returnvalue }) =>
      this.waiting.get(jobId)?.(decode<Report>(String(returnvalue))),
    );
    events.on('failed', ({ jobId }) => this.waiting.get(jobId)?.(undefined));
  }

  static async to(agent: string, session: string, connected: Connected): Promise<Orders> {
    const name = ordersOf(agent);
    const events = await connected.events(name);
    return new Orders(session, connected.queue(name), events);
  }

  /** Undefined where nobody answers in time, ms. Rejects with what the machine refuses with. */
  async ask(order: Order, limitMs: number): Promise<Report | undefined> {
    const jobId = `${this.session}-${this.count++}`;
    let timer: NodeJS.Timeout | undefined;
    const answered = new Promise<Report | undefined>((resolve) => {
      this.waiting.set(jobId, resolve);
      timer = setTimeout(() => resolve(undefined), limitMs);
    });
    try {
      const options = { jobId, removeOnComplete: true, removeOnFail: true } as const;
      // Without Redis the order is never given: that is no answer, too.
      const given = this.queue.add(order.kind, { sent: encode(order) }, options);
      const report = await Promise.race([answered, given.then(() => answered)]);
      if (report?.kind === 'refused') throw rebuildError(report.error);
      return report;
    } finally {
      clearTimeout(timer);
      this.waiting.delete(jobId);
    }
  }
}
