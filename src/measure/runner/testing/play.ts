import type { RecordLine } from '../../../record/index.js';
import { seededRandom } from '../../../stats/index.js';
import type { Case } from '../../cases/index.js';
import type { BenchHost, Observed, ObserveRequest } from '../bench-host/protocol.js';
import type { Decision, History, Visit } from '../decision.js';
import { type RoundsOptions, runRounds } from '../rounds.js';

export const observed: Observed = {
  passes: 1,
  wallMs: [10],
  lanes: [],
  disturbance: { foreignCpu: 0, stealShare: 0, throttledMs: 0, swapPages: 0, switches: 0 },
  eventLoopDelayMs: null,
  counts: { submitted: 1, ok: 1, failed: 0, lost: 0 },
};

export function visit(id: string, changes: Partial<Case> = {}): Visit {
  const of: Case = {
    id,
    scenario: 's',
    params: {},
    engine: id === 'serial' ? 'serial' : 'threads',
    dispatch: 'map',
    workers: 1,
    chunksize: 1,
    chunksizeAsked: [1],
    cores: 2,
    cpus: null,
    role: 'asked',
    ...changes,
  };
  return { kind: 'case', case: of };
}

export interface Script {
  visits: Visit[];
  rounds: number;
  observe?: (request: ObserveRequest, id: string) => Promise<Observed>;
  signal?: AbortSignal;
  serialDiffers?: () => Promise<string | undefined>;
  seed?: number;
  onOpen?: () => void;
  /** Instead of so many rounds of the visits. */
  decisions?: Decision[];
  more?: Partial<Pick<RoundsOptions, 'machine' | 'whyNotBegun' | 'waitsForSmaller' | 'limitMsOf'>>;
}

/** Runs rounds against hosts that only write down what is asked of them. */
export async function play({
  visits,
  rounds,
  observe,
  signal,
  serialDiffers,
  seed = 1,
  onOpen,
  decisions,
  more,
}: Script) {
  const lines: RecordLine[] = [];
  const hosts: {
    cpus: readonly number[] | null;
    quota: number | undefined;
    served: string[];
    closed: number;
  }[] = [];
  const histories: History[] = [];
  let now = 0;
  let current = '';
  const stopped = await runRounds({
    rule: (history): Decision => {
      histories.push({ ...history, lines: [...history.lines] });
      if (decisions) return decisions[histories.length - 1]!;
      return history.rounds >= rounds
        ? { stop: { reason: 'rounds', message: 'enough' } }
        : { visits, observationMs: 500 };
    },
    openHost: async (cpus, quota): Promise<BenchHost> => {
      const host = { cpus, quota, served: [] as string[], closed: 0 };
      hosts.push(host);
      onOpen?.();
      return {
        observe: async (request) => {
          host.served.push(current);
          now += 10;
          return observe ? observe(request, current) : { ...observed };
        },
        ceiling: async () => ({ passes: 2, throughputs: [1, 1], disturbance: observed.disturbance }),
        serialPass: async () => ({ tasks: 1, taskMs: [1], passMs: 1 }),
        close: async () => {
          host.closed++;
        },
      };
    },
    scenarioOf: () => ({ module: 'file:///none.js', export: 'default', params: {}, seed: 1 }),
    resultsFileOf: () => 'results',
    append: (line) => lines.push(line),
    random: seededRandom(seed),
    openEndedMs: 500,
    now: () => now,
    onVisit: (to) => {
      current = to.kind === 'case' ? to.case.id : 'ceiling';
    },
    ...more,
    ...(signal && { signal }),
    ...(serialDiffers && { serialDiffers }),
  });
  return {
    lines,
    hosts,
    histories,
    stopped,
    observations: lines.filter((line) => line.kind === 'observation'),
  };
}
