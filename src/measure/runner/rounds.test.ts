import { describe, expect, it } from 'vitest';
import { CorewiseError, UnavailableError, WriteError } from '../../errors.js';
import type { RecordLine } from '../../record/index.js';
import { seededRandom } from '../../stats/index.js';
import type { Case } from '../cases/index.js';
import type { BenchHost, Observed, ObserveRequest } from './bench-host/protocol.js';
import type { Decision, History, Visit } from './decision.js';
import { VisitError } from './failure.js';
import { type RoundsOptions, runRounds } from './rounds.js';

const observed: Observed = {
  passes: 1,
  wallMs: [10],
  lanes: [],
  disturbance: { foreignCpu: 0, stealShare: 0, throttledMs: 0, swapPages: 0, switches: 0 },
  eventLoopDelayMs: null,
  counts: { submitted: 1, ok: 1, failed: 0, lost: 0 },
};

function visit(id: string, changes: Partial<Case> = {}): Visit {
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

interface Script {
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
async function play({
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

describe('a case that is the very same run as serial', () => {
  const serial = visit('serial', { command: 'self-parallel' });
  const one = visit('one', { command: 'self-parallel', sameAs: 'serial' });
  const two = visit('two', { command: 'self-parallel', workers: 2 });
  const served = (hosts: { served: string[] }[]) => hosts.flatMap((host) => host.served).sort();

  it('is not visited by itself: its line is that of serial', async () => {
    const { hosts, observations } = await play({ visits: [serial, one, two], rounds: 2 });
    expect(served(hosts)).toEqual(['serial', 'serial', 'two', 'two']);
    const orders = (id: string) => observations.flatMap((line) => (line.case === id ? [line.order] : []));
    expect(orders('one')).toEqual(orders('serial'));
    expect(orders('one')).toHaveLength(2);
  });

  it('is verified with it', async () => {
    const { lines } = await play({
      visits: [serial, one],
      rounds: 2,
      observe: async ({ verifyAgainst }) => ({
        ...observed,
        ...(verifyAgainst !== undefined && { verification: { verified: true } }),
      }),
    });
    expect(lines.filter(({ kind }) => kind === 'verification')).toEqual([
      { kind: 'verification', case: 'one', verified: true },
    ]);
  });

  it('is visited by itself where the visit of serial failed', async () => {
    const { lines, observations } = await play({
      visits: [serial, one, two],
      rounds: 1,
      observe: async ({ visit: id }) => {
        if (id === 'serial') throw new CorewiseError('the program was killed');
        return observed;
      },
    });
    const failed = lines.flatMap((line) => (line.kind === 'failed' ? [[line.case, line.reason]] : []));
    expect(failed).toEqual([['serial', 'the program was killed']]);
    expect(observations.map((line) => line.case).sort()).toEqual(['one', 'two']);
  });

  it('is visited where serial is not', async () => {
    const { hosts } = await play({ visits: [one, two], rounds: 1 });
    expect(served(hosts)).toEqual(['one', 'two']);
  });
});

describe('rounds', () => {
  it('visit every case once a round', async () => {
    const { observations } = await play({ visits: ['serial', 'a', 'b'].map((id) => visit(id)), rounds: 3 });
    for (const round of [1, 2, 3]) {
      const visited = observations.filter((line) => line.round === round).map((line) => line.case);
      expect(visited.sort()).toEqual(['a', 'b', 'serial']);
    }
    expect(observations.map((line) => line.order)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('change the order from round to round, the same way for the same seed', async () => {
    const visits = ['a', 'b', 'c', 'd', 'e'].map((id) => visit(id));
    const first = await play({ visits, rounds: 4 });
    const again = await play({ visits, rounds: 4 });
    const orderOf = (round: number) =>
      first.observations
        .filter((line) => line.round === round)
        .map((line) => line.case)
        .join();
    expect(new Set([1, 2, 3, 4].map(orderOf)).size).toBeGreaterThan(1);
    expect(again.observations).toEqual(first.observations);
  });

  it('use a fresh host a core set and round, and one for serial alone, all closed in the end', async () => {
    const visits = [
      visit('serial'),
      visit('a'),
      visit('b'),
      visit('c', { cpus: [0], cores: 1 }),
      visit('d', { quota: 0.5 }),
    ];
    const { hosts } = await play({ visits, rounds: 2 });
    expect(hosts).toHaveLength(8);
    expect(hosts.every((host) => host.closed >= 1)).toBe(true);
    for (const { served, cpus, quota } of hosts) {
      if (served.includes('serial')) expect(served).toEqual(['serial']);
      if (served.includes('c')) expect({ served, cpus }).toEqual({ served: ['c'], cpus: [0] });
      expect(quota).toBe(served.includes('d') ? 0.5 : undefined);
      if (quota !== undefined) expect(served).toEqual(['d']);
    }
  });

  it('verify each parallel case once, before any of its times are recorded', async () => {
    const asked: string[] = [];
    const { lines } = await play({
      visits: [visit('serial'), visit('a')],
      rounds: 3,
      observe: async (request, id) => {
        if (request.verifyAgainst === undefined) return { ...observed };
        asked.push(id);
        return { ...observed, verification: { verified: true } };
      },
    });
    expect(asked).toEqual(['a']);
    const kinds = lines.filter((line) => 'case' in line && line.case === 'a').map((line) => line.kind);
    expect(kinds).toEqual(['verification', 'observation', 'observation', 'observation']);
  });

  it('never record times of a case whose results differ from serial', async () => {
    const { lines } = await play({
      visits: [visit('a')],
      rounds: 1,
      observe: async () => ({ ...observed, verification: { verified: false, difference: 'task 3' } }),
    });
    expect(lines.map((line) => line.kind)).toEqual(['verification', 'failed', 'stopped']);
    expect(lines[1]).toMatchObject({ case: 'a', reason: expect.stringContaining('task 3') });
  });

  it('record how and where a case failed', async () => {
    const failure = { message: 'Task 3 failed', how: 'task' as const, stack: ['run (/app/a.ts:1:2)'] };
    const { lines } = await play({
      visits: [visit('a')],
      rounds: 1,
      observe: () => Promise.reject(new VisitError(failure)),
    });
    const { message: reason, ...where } = failure;
    expect(lines[0]).toEqual({ kind: 'failed', case: 'a', round: 1, reason, ...where });
  });

  it('ask whether serial agrees with itself where a case does not agree with it', async () => {
    const verification = { verified: false, difference: 'task 3' };
    const { lines } = await play({
      visits: [visit('a')],
      rounds: 1,
      observe: async () => ({ ...observed, verification }),
      serialDiffers: async () => 'task 3: otherwise',
    });
    expect(lines[0]).toEqual({
      kind: 'verification',
      case: 'a',
      ...verification,
      serialDiffers: 'task 3: otherwise',
    });
  });

  it('go on with a fresh host after one died under a case', async () => {
    const { lines, hosts } = await play({
      visits: [visit('a'), visit('b'), visit('c')],
      rounds: 1,
      observe: async (_, id) => {
        if (id === 'b') throw new Error('the bench host ended: signal SIGSEGV');
        return { ...observed };
      },
    });
    expect(lines.filter((line) => line.kind === 'failed')).toMatchObject([
      { case: 'b', reason: expect.stringContaining('SIGSEGV') },
    ]);
    expect(
      lines
        .filter((line) => line.kind === 'observation')
        .map((line) => line.case)
        .sort(),
    ).toEqual(['a', 'c']);
    for (const { served } of hosts) expect(served.indexOf('b')).toBeOneOf([-1, served.length - 1]);
  });

  it.each<[string, NonNullable<Script['observe']>, string]>([
    ['fails', () => Promise.reject(new Error('not re-entrant')), 'not re-entrant'],
    [
      'gives other results than serial',
      async () => ({ ...observed, verification: { verified: false, difference: 'task 3' } }),
      'results differ from serial: task 3',
    ],
  ])('skip a case that the run added by itself where it %s: nobody asked for it', async (_, observe, why) => {
    const { lines } = await play({ visits: [visit('a', { added: true })], rounds: 1, observe });
    expect(lines.map((line) => line.kind)).toEqual(['skipped', 'stopped']);
    expect(lines[0]).toMatchObject({
      case: 'a',
      reason: `Its tasks do not run at once on one thread: ${why}`,
    });
  });

  it('give a host to itself to whatever computes on its thread', async () => {
    const visits = [visit('a'), visit('b'), visit('c', { engine: 'promises', workers: 12 })];
    const { hosts } = await play({ visits, rounds: 2 });
    for (const { served } of hosts) if (served.includes('c')) expect(served).toEqual(['c']);
    expect(hosts).toHaveLength(4);
  });

  it('record what cannot run here as skipped, not as failed', async () => {
    const { lines } = await play({
      visits: [visit('a')],
      rounds: 1,
      observe: () => Promise.reject(new UnavailableError('no broker at 127.0.0.1')),
    });
    expect(lines[0]).toEqual({ kind: 'skipped', case: 'a', reason: 'no broker at 127.0.0.1' });
  });

  it('end at once when interrupted, keeping what was measured', async () => {
    const interruption = new AbortController();
    const { stopped, observations, hosts } = await play({
      visits: [visit('a'), visit('b'), visit('c')],
      rounds: 5,
      signal: interruption.signal,
      observe: async () => {
        interruption.abort();
        return { ...observed };
      },
    });
    expect(stopped).toMatchObject({ reason: 'interrupted', rounds: 0 });
    expect(observations).toHaveLength(1);
    expect(hosts.every((host) => host.closed >= 1)).toBe(true);
  });

  it('begin nothing on a host that opened while the user interrupted', async () => {
    const interruption = new AbortController();
    const { stopped, hosts } = await play({
      visits: [visit('a')],
      rounds: 1,
      signal: interruption.signal,
      onOpen: () => interruption.abort(),
    });
    expect(stopped.reason).toBe('interrupted');
    expect(hosts).toMatchObject([{ served: [], closed: 1 }]);
  });

  it('are repeated under their own number, and confirmed apart from them', async () => {
    const visits = [visit('a')];
    const next = (purpose?: 'repeat' | 'confirmation'): Decision => ({
      visits,
      observationMs: 500,
      ...(purpose && { purpose }),
    });
    const decided = { case: 'a', reason: 'precise', round: 2, message: 'precise' } as const;
    const { lines, histories, stopped } = await play({
      visits,
      rounds: 0,
      decisions: [
        next(),
        next('repeat'),
        next(),
        next('confirmation'),
        next('confirmation'),
        { stop: { reason: 'precise', message: 'enough' }, decided: [decided] },
      ],
    });
    const measured = lines.flatMap((line) =>
      line.kind === 'observation' || line.kind === 'confirmation'
        ? [[line.kind, line.round, line.order]]
        : [],
    );
    expect(measured).toEqual([
      ['observation', 1, 1],
      ['observation', 1, 2],
      ['observation', 2, 3],
      ['confirmation', 1, 4],
      ['confirmation', 2, 5],
    ]);
    expect(histories.map(({ rounds, confirmations }) => [rounds, confirmations])).toEqual([
      [0, 0],
      [1, 0],
      [1, 0],
      [2, 0],
      [2, 1],
      [2, 2],
    ]);
    expect(stopped).toMatchObject({ reason: 'precise', rounds: 2 });
    expect(lines.at(-2)).toEqual({ kind: 'settled', ...decided });
  });

  it('tell the rule what visits cost', async () => {
    const { histories } = await play({ visits: [visit('a')], rounds: 1 });
    expect(histories.at(-1)).toMatchObject({ rounds: 1, elapsedMs: 10 });
    expect(histories.at(-1)?.visitMs.get('a')).toBe(10);
  });
});

describe('a visit that the end of the time cuts short', () => {
  /** A first visit of 1 s; the second one takes 12 s, for `waitedMs` of which its host is held back. */
  async function endedIn(waitedMs: number): Promise<RecordLine[]> {
    const lines: RecordLine[] = [];
    let now = 0;
    let waited = 0;
    let visits = 0;
    let closed = (): void => undefined;
    await runRounds({
      rule: () => ({ visits: [visit('a')], observationMs: 500 }),
      openHost: async () => ({
        observe: async () => {
          visits++;
          now += visits === 1 ? 1_000 : 12_000;
          if (visits === 1) return observed;
          waited = waitedMs;
          return new Promise<never>((_, reject) => {
            closed = () => reject(new Error('closed'));
          });
        },
        ceiling: () => Promise.reject(new Error('not asked for')),
        serialPass: () => Promise.reject(new Error('not asked for')),
        close: async () => closed(),
      }),
      scenarioOf: () => ({ module: 'file:///none.js', export: 'default', params: {}, seed: 1 }),
      resultsFileOf: () => 'results',
      append: (line) => lines.push(line),
      random: seededRandom(1),
      openEndedMs: 500,
      now: () => now,
      waitedMs: () => waited,
      deadline: 1_010,
    });
    return lines.filter(({ kind }) => kind !== 'observation');
  }

  it('hangs where it computed for many times as long as before', async () => {
    expect(await endedIn(0)).toMatchObject([
      { kind: 'failed', reason: 'It had not ended after 12.0 s; before, it took 1.00 s.' },
      { kind: 'stopped', reason: 'time' },
    ]);
  });

  it('does not hang where its host was held back', async () => {
    expect(await endedIn(10_000)).toMatchObject([{ kind: 'stopped', reason: 'time' }]);
  });
});

it.each([
  ['an observation', ['serial', 'a'], undefined],
  ['that a case failed', ['serial', 'a'], () => Promise.reject(new Error('it left'))],
])('no host stays where %s cannot be recorded', async (_, ids, observe) => {
  let opened = 0;
  let closed = 0;
  const running = runRounds({
    rule: () => ({ visits: ids.map((id) => visit(id)), observationMs: 500 }),
    openHost: async () => {
      opened++;
      return {
        observe: observe ?? (async () => observed),
        ceiling: () => Promise.reject(new Error('not asked for')),
        serialPass: () => Promise.reject(new Error('not asked for')),
        close: async () => void closed++,
      };
    },
    scenarioOf: () => ({ module: 'file:///none.js', export: 'default', params: {}, seed: 1 }),
    resultsFileOf: () => 'results',
    append: () => {
      throw new WriteError('Cannot write record.jsonl: the disk is full.');
    },
    random: seededRandom(1),
    openEndedMs: 500,
    now: () => 0,
  });
  await expect(running).rejects.toThrow(WriteError);
  expect(opened).toBeGreaterThan(0);
  expect(closed).toBe(opened);
});

describe('CPUs that others take away or give back', () => {
  const looks = (...changes: [at: number, allowed: number[]][]) => {
    let look = 0;
    return {
      look: () => {
        look++;
        const found = changes.find(([at]) => at === look);
        return found && { allowed: found[1], quotaCpus: null };
      },
    };
  };

  it('are looked at around every visit, and recorded between the lines of what was measured', async () => {
    // Two looks a visit, two visits a round: the fourth comes after the last visit of the first round.
    const machine = looks([4, [0]], [7, [0, 1]]);
    const { lines } = await play({ visits: [visit('a'), visit('b')], rounds: 2, more: { machine } });
    expect(lines.map(({ kind }) => kind)).toEqual([
      'observation',
      'observation',
      'machine',
      'observation',
      'machine',
      'observation',
      'stopped',
    ]);
    expect(lines.filter(({ kind }) => kind === 'machine')).toEqual([
      { kind: 'machine', round: 1, allowed: [0], quotaCpus: null },
      { kind: 'machine', round: 2, allowed: [0, 1], quotaCpus: null },
    ]);
  });

  it('are told apart in the confirmation', async () => {
    const one = { visits: [visit('a')], observationMs: 500 };
    const stop: Decision = { stop: { reason: 'rounds', message: 'enough' } };
    const { lines } = await play({
      visits: [],
      rounds: 0,
      decisions: [one, { ...one, purpose: 'confirmation' }, stop],
      more: { machine: looks([4, [1]]) },
    });
    expect(lines.find(({ kind }) => kind === 'machine')).toEqual({
      kind: 'machine',
      round: 1,
      confirmation: true,
      allowed: [1],
      quotaCpus: null,
    });
  });
});

describe('a visit that does not fit into the memory', () => {
  it('is never begun: no host is opened for it, and its case is skipped with the reason', async () => {
    const { lines, hosts } = await play({
      visits: [visit('w1'), visit('w8', { workers: 8, cpus: [0] })],
      rounds: 1,
      more: {
        whyNotBegun: (of) => (of.kind === 'case' && of.case.workers === 8 ? '8 need more.' : undefined),
      },
    });
    expect(lines.find(({ kind }) => kind === 'skipped')).toEqual({
      kind: 'skipped',
      case: 'w8',
      reason: '8 need more.',
    });
    expect(hosts).toHaveLength(1);
    expect(hosts[0]!.served).toEqual(['w1']);
  });

  it.each([1, 2, 3, 4, 5, 6])('waits for smaller ones, which tell (seed %i)', async (seed) => {
    const visits = [8, 4, 2, 1].map((workers) => visit(`w${workers}`, { workers }));
    const seen: number[] = [];
    const { hosts } = await play({
      visits,
      rounds: 1,
      seed,
      more: {
        waitsForSmaller: (of) => of.kind === 'case' && of.case.workers > 2,
        whyNotBegun(_, lines) {
          seen.push(lines.filter(({ kind }) => kind === 'observation').length);
          return undefined;
        },
      },
    });
    expect(hosts.flatMap(({ served }) => served).slice(2)).toEqual(['w4', 'w8']);
    expect(seen).toEqual([0, 1, 2, 3]);
  });
});

it('what a visit may take goes with what is asked of its host', async () => {
  const limits: (number | undefined)[] = [];
  await play({
    visits: [visit('a'), visit('b', { workers: 2 })],
    rounds: 1,
    observe: async (request) => {
      limits.push(request.limitMs);
      return { ...observed };
    },
    more: { limitMsOf: ({ workers }) => (workers === 2 ? 7_000 : undefined) },
  });
  expect(limits.toSorted()).toEqual([7_000, undefined]);
});
