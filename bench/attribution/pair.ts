import { setTimeout as delay } from 'node:timers/promises';
import { chooseCpus, type HostFacts, type Quotas } from '../../src/host/index.js';
import { analyse, type Loss } from '../../src/insight/analysis/index.js';
import { inventRecord } from '../../src/insight/testing/invented-record.js';
import { type BenchHost, childBenchHost } from '../../src/measure/runner/index.js';
import type { Observation } from '../../src/record/index.js';
import type { Params } from '../../src/scenario/index.js';
import { startNeighbour } from '../neighbour/index.js';
import type { Injection, Side } from './injection.js';
import stream from './scenarios/stream.js';
import work from './scenarios/work.js';

/** What one visit of each side gave. */
export interface Pair {
  baseline: Measured;
  injected: Measured;
}

export interface Measured {
  loss: Loss;
  /** Mean pass, ms. */
  wallMs: number;
  /** CPU of others meanwhile, of the case and of its serial, and the worse steal of both; null where not known. */
  foreignCpu: number | null;
  serialForeignCpu: number | null;
  stealShare: number;
}

const CPUS = 2;
const ENGINE = 'threads';
/** A neighbour needs a moment until it is busy. */
const SETTLE_MS = 300;

const defaults = { work: work.params, stream: stream.params };

/** Measures sides of pairs on two CPUs of this machine, each visit in a fresh bench host. */
export class PairMeasurer {
  private readonly chosen: readonly number[];

  constructor(
    private readonly host: HostFacts,
    private readonly observationMs: number,
    /** Undefined where no quota can be set: such sides are not measured. */
    private readonly quotas: Quotas | undefined,
  ) {
    this.chosen = chooseCpus(host, CPUS);
  }

  /**
   * Whichever side comes first would gain or lose by it every time, so they take turns. Where both do the same work,
   * they are held against the same serial visit, between them.
   */
  async measure(injection: Injection, injectedFirst: boolean): Promise<Pair> {
    const { baseline, injected } = injection;
    const [first, second] = injectedFirst ? [injected, baseline] : [baseline, injected];
    const own = await this.ownVisit(injection, first);
    const serial = await this.serialVisit(injection, first);
    const isSameWork = JSON.stringify(first.params) === JSON.stringify(second.params);
    const serialOfSecond = isSameWork ? serial : await this.serialVisit(injection, second);
    const measuredFirst = measured(injection, first, serial, own);
    const measuredSecond = measured(
      injection,
      second,
      serialOfSecond,
      await this.ownVisit(injection, second),
    );
    return injectedFirst
      ? { baseline: measuredSecond, injected: measuredFirst }
      : { baseline: measuredFirst, injected: measuredSecond };
  }

  private serialVisit({ scenario }: Injection, side: Side): Promise<Observation> {
    return this.visit(scenario, paramsOf(scenario, side), { workers: 1, chunksize: 1 }, 'serial');
  }

  private ownVisit({ scenario }: Injection, side: Side): Promise<Observation> {
    return this.withNeighbour(side, () => this.visit(scenario, paramsOf(scenario, side), side, ENGINE));
  }

  private async withNeighbour<T>({ neighbour }: Side, run: () => Promise<T>): Promise<T> {
    if (!neighbour) return run();
    const [other, same] = this.chosen as [number, number];
    const end = startNeighbour(neighbour.kind, { cpu: neighbour.on === 'same' ? same : other });
    try {
      await delay(SETTLE_MS);
      return await run();
    } finally {
      end();
    }
  }

  private async visit(
    scenario: Injection['scenario'],
    params: Params,
    side: Side,
    engine: string,
  ): Promise<Observation> {
    const host = await this.open(engine === ENGINE ? side.quota : undefined);
    try {
      const observed = await host.observe({
        scenario: {
          module: new URL(`./scenarios/${scenario}.js`, import.meta.url).href,
          export: 'default',
          params,
          seed: 1,
        },
        engine,
        dispatch: 'imapUnordered',
        workers: side.workers,
        chunksize: side.chunksize,
        observationMs: this.observationMs,
        openEndedMs: this.observationMs,
        keepChunks: false,
        ...(side.pinned && { pins: [...this.chosen].reverse().slice(0, side.workers) }),
        ...(side.cold && { cold: true }),
      });
      const { verification: _, ...measured } = observed;
      return { kind: 'observation', case: '', round: 1, order: 1, ...measured };
    } finally {
      await host.close();
    }
  }

  private open(quota: number | undefined): Promise<BenchHost> {
    const isWhole = this.host.allowed.length === CPUS;
    return childBenchHost({
      host: this.host,
      cpus: isWhole ? null : this.chosen,
      rootPid: process.pid,
      ...(quota !== undefined && { before: this.quotas!.before(quota) }),
    });
  }
}

function paramsOf(scenario: Injection['scenario'], { params }: Side): Params {
  return params ?? defaults[scenario];
}

function measured({ scenario }: Injection, side: Side, serial: Observation, own: Observation): Measured {
  return {
    loss: lossOf(scenario, paramsOf(scenario, side), side, serial, own),
    wallMs: own.wallMs.reduce((sum, ms) => sum + ms, 0) / own.passes,
    foreignCpu: own.disturbance.foreignCpu,
    serialForeignCpu: serial.disturbance.foreignCpu,
    stealShare: Math.max(own.disturbance.stealShare ?? 0, serial.disturbance.stealShare ?? 0),
  };
}

/** The product's own analysis, of a record with one round; only the header is made up. */
function lossOf(
  scenario: string,
  params: Params,
  { workers, chunksize, cold, quota }: Side,
  serial: Observation,
  own: Observation,
): Loss {
  const record = inventRecord({
    host: { physicalCores: CPUS },
    scenarios: [{ name: scenario, params, tasks: Number(params.tasks) }],
    cases: [
      { engine: 'serial', cores: CPUS },
      {
        ...{ engine: ENGINE, workers, chunksize, cores: CPUS },
        ...(cold && { cold }),
        ...(quota !== undefined && { quota }),
      },
    ],
    rounds: 0,
  });
  const [of, pool] = record.header.plan.cases;
  record.lines.push({ ...serial, case: of!.id }, { ...own, case: pool!.id });
  const loss = analyse(record).cases.find((one) => one.case.id === pool!.id)?.lossWorkerMs;
  if (!loss) throw new Error(`no loss could be computed: ${own.counts.failed} tasks failed`);
  return loss;
}
