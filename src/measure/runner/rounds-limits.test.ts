import { describe, expect, it } from 'vitest';
import { WriteError } from '../../errors.js';
import type { RecordLine } from '../../record/index.js';
import { seededRandom } from '../../stats/index.js';
import type { Decision } from './decision.js';
import { runRounds } from './rounds.js';
import { observed, play, visit } from './testing/play.js';

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
