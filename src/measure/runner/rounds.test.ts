import { describe, expect, it } from 'vitest';
import { UnavailableError } from '../../errors.js';
import type { Decision } from './decision.js';
import { VisitError } from './failure.js';
import { observed, play, type Script, visit } from './testing/play.js';

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
