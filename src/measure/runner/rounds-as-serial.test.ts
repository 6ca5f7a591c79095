import { describe, expect, it } from 'vitest';
import { CorewiseError } from '../../errors.js';
import { observed, play, visit } from './testing/play.js';

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
