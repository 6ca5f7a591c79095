import { type ChunkResult, type ChunkTelemetry, ReturnedChunk } from '../../session/index.js';
import { resultOf, type Sent } from '../outcomes.js';
import { isOneRan, type RanBatch, type RanMessage } from '../protocol/messages.js';
import type { Outstanding, Pending } from './outstanding.js';
import type { Reserve } from './spares.js';

interface AnswersOptions {
  engine: string;
  outstanding: Outstanding;
  reserve: Reserve;
  conclusions: { conclude(pending: Pending, result: ChunkResult): void };
}

/** What chunks came to, read from the messages that workers send of one or of several. */
export class Answers {
  constructor(private readonly options: AnswersOptions) {}

  take(worker: number, message: RanMessage | RanBatch): void {
    if (isOneRan(message)) this.takeOne(worker, message);
    else this.takeTogether(worker, message);
    this.options.reserve.update();
  }

  private takeOne(worker: number, message: RanMessage): void {
    // By place: taking a list apart goes through an iterator.
    const pending = this.options.outstanding.take(worker, message[0]);
    if (!pending) return;
    const started = message[4];
    const finished = message[5];
    const cpuNs = message[6];
    const waitNs = message[7];
    this.options.reserve.add(finished - started);
    const telemetry: ChunkTelemetry = { worker, received: message[3], started, finished };
    if (pending.sendMs !== undefined) telemetry.sendMs = pending.sendMs;
    if (cpuNs !== undefined) telemetry.cpuNs = cpuNs;
    if (waitNs !== undefined) telemetry.waitNs = waitNs;
    if (message[2] === null) {
      const { first, tasks } = pending.chunk;
      const returned = new ReturnedChunk(first, tasks.length, message[1], 0, telemetry);
      this.options.conclusions.conclude(pending, returned);
    } else this.conclude(pending, { values: message[1], errors: message[2] }, 0, telemetry);
  }

  /** Each chunk of a run is said to have taken its even share. */
  private takeTogether(worker: number, [firstId, values, errors, sizes, times]: RanBatch): void {
    const { outstanding, reserve } = this.options;
    const sent = { values, errors };
    let chunk = 0;
    let from = 0;
    for (let run = 0; run < times.length; run += 4) {
      const upTo = chunk + times[run]!;
      const received = times[run + 1]!;
      const each = (times[run + 3]! - times[run + 2]!) / times[run]!;
      for (let started = times[run + 2]!; chunk < upTo; chunk++, started += each) {
        const pending = outstanding.take(worker, firstId + chunk);
        reserve.add(each);
        if (pending) {
          const { sendMs } = pending;
          const finished = started + each;
          const telemetry: ChunkTelemetry = { worker, received, started, finished };
          if (sendMs !== undefined) telemetry.sendMs = sendMs;
          this.conclude(pending, sent, from, telemetry);
        }
        from += sizes ? sizes[chunk]! : 1;
      }
    }
  }

  private conclude(pending: Pending, sent: Sent, from: number, telemetry: ChunkTelemetry): void {
    const place = { worker: telemetry.worker, engine: this.options.engine };
    this.options.conclusions.conclude(pending, resultOf(sent, from, pending.chunk, telemetry, place));
  }
}
