import { Worker } from 'node:worker_threads';
import { type DisturbanceMeter, disturbanceMeter, type HostFacts, whyNotPin } from '../../host/index.js';
import { ownFile } from '../../own-package.js';
import { monotonicMs } from '../../workers/session/index.js';
import type { Burst, SelfTestSamples, WorkerBurst } from './burst.js';
import type { FromTestWorker, ToTestWorker, WorkerSetup } from './worker.js';

const entry = ownFile('measure/self-test/worker.cjs');

const UNIT_MS = 1;
const REPETITIONS = 6;
const PAIR_REPETITIONS = 3;
/** Until every worker has received its order and waits for the common start. */
const NOTICE_MS = 10;

/** How long the CPUs compute each time, ms. */
export interface BurstLengths {
  /** All of them, and one alone. Default: 400. */
  burstMs?: number;
  /** Two of them, and one alone. Default: 100. */
  pairBurstMs?: number;
}

/** Measures for about ten seconds; the machine should have nothing else to do meanwhile. */
export async function measureSelf(
  host: HostFacts,
  { burstMs = 400, pairBurstMs = 100 }: BurstLengths = {},
): Promise<SelfTestSamples> {
  const bench = await TestBench.open(host);
  try {
    const all = host.allowed;
    const together = [];
    for (let repetition = 0; repetition < REPETITIONS; repetition++) {
      const alone = all[repetition % all.length]!;
      together.push({ one: await bench.burst([alone], burstMs), all: await bench.burst(all, burstMs) });
    }
    const pairs = [];
    for (let repetition = 0; repetition < PAIR_REPETITIONS && bench.pinned; repetition++) {
      for (const [a, b] of choosePairs(all)) {
        pairs.push({
          one: await bench.burst([a], pairBurstMs),
          both: await bench.burst([a, b], pairBurstMs),
        });
      }
    }
    return { pinned: bench.pinned, together, pairs };
  } finally {
    await bench.close();
  }
}

/** A worker for each CPU, all of them warm. */
class TestBench {
  private constructor(
    private readonly members: ReadonlyMap<number, TestWorker>,
    private readonly meter: DisturbanceMeter,
    private readonly turns: number,
    readonly pinned: boolean,
  ) {}

  static async open(host: HostFacts): Promise<TestBench> {
    const pin = whyNotPin(host) === undefined;
    const members = new Map(host.allowed.map((cpu) => [cpu, new TestWorker({ cpu, pin })]));
    const ready = await Promise.all([...members.values()].map((member) => member.next('ready')));
    const turns: number[] = [];
    // One after the other: the fastest CPU alone sets the size of a unit, the same for all.
    for (const member of members.values()) {
      const { turns: own } = await member.ask({ kind: 'calibrate', unitMs: UNIT_MS }, 'calibrated');
      turns.push(own);
    }
    const pinned = ready.every((reply) => reply.pinned);
    return new TestBench(members, disturbanceMeter(host, process.pid), Math.max(...turns), pinned);
  }

  async burst(cpus: readonly number[], ms: number): Promise<Burst> {
    this.meter.start();
    const from = monotonicMs() + NOTICE_MS;
    const order = { kind: 'burst', turns: this.turns, from, until: from + ms } as const;
    const workers = await Promise.all(
      cpus.map((cpu) => this.members.get(cpu)!.ask(order, 'done').then(withoutKind)),
    );
    const { foreignCpu, stealShare, throttledMs } = this.meter.stop();
    return { wallMs: ms, workers, foreignCpu, stealShare, throttledMs };
  }

  async close(): Promise<void> {
    await Promise.all([...this.members.values()].map((member) => member.close()));
  }
}

function withoutKind({ cpu, ends, cpuMs }: WorkerBurst): WorkerBurst {
  return { cpu, ends, cpuMs };
}

type Reply<K> = Extract<FromTestWorker, { kind: K }>;

class TestWorker {
  private readonly thread: Worker;

  constructor(setup: WorkerSetup) {
    this.thread = new Worker(entry, { workerData: setup });
  }

  /** The next message; rejects where the worker fails instead. */
  next<K extends FromTestWorker['kind']>(_kind: K): Promise<Reply<K>> {
    return new Promise((resolve, reject) => {
      this.thread.once('error', reject);
      this.thread.once('message', (message: Reply<K>) => {
        this.thread.off('error', reject);
        resolve(message);
      });
    });
  }

  ask<K extends FromTestWorker['kind']>(message: ToTestWorker, kind: K): Promise<Reply<K>> {
    const reply = this.next(kind);
    this.thread.postMessage(message);
    return reply;
  }

  async close(): Promise<void> {
    await this.thread.terminate();
  }
}

const MOST_PAIRS = 6;

/**
 * Pairs of CPUs that may be siblings: every pair where there are few; else those that the usual ways of numbering
 * would make siblings (neighbours; one half of the ids and the other), at both ends.
 */
export function choosePairs(cpus: readonly number[]): [number, number][] {
  const n = cpus.length;
  const every = cpus.flatMap((a, i) => cpus.slice(i + 1).map((b): [number, number] => [a, b]));
  if (every.length <= MOST_PAIRS) return every;
  const half = Math.floor(n / 2);
  const places = [
    [0, 1],
    [0, half],
    [2, 3],
    [1, half + 1],
    [n - 2, n - 1],
    [half - 1, n - 1],
  ];
  return places.map(([a, b]) => [cpus[a!]!, cpus[b!]!]);
}
