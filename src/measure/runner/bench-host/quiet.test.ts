import { describe, expect, it } from 'vitest';
import type { Looked } from '../../../host/index.js';
import type { Pause } from '../pass/pauses.js';
import { Patience, QuietKeeper } from './quiet.js';

const LOOK_MS = 50;

/** Looks at a machine whose others take these CPUs, one look after the other. */
function play(foreign: readonly number[], { mostMs = 8_000, overlooked = false } = {}) {
  let now = 0;
  let place = 0;
  const said: string[] = [];
  const pauses: Pause[] = [];
  const look = (): Looked | undefined => {
    const cpus = foreign[place] ?? 0;
    return { wallMs: LOOK_MS, idleMs: 0, stealMs: 0, ownMs: 0, foreignMs: cpus * LOOK_MS };
  };
  const patience = new Patience(mostMs, 0.55, () => now, 0);
  const keeper = new QuietKeeper(
    { look, overlooked: () => overlooked },
    patience,
    {
      stop: () => said.push(`stop ${now}`),
      go: (pause) => {
        said.push(`go ${now}`);
        pauses.push(pause);
      },
    },
    () => now,
  );
  for (place = 0; place < foreign.length; place++) {
    now += LOOK_MS;
    keeper.look();
  }
  return { said, pauses, patience };
}

const looks = (cpus: number, count: number) => new Array<number>(count).fill(cpus);

describe('what keeps a bench host to quiet times', () => {
  it('never stops it on a quiet machine', () => {
    expect(play(looks(0.05, 100)).said).toEqual([]);
  });

  it('lets it run beside a quarter of a CPU, which has no quiet times', () => {
    expect(play(looks(0.25, 100)).said).toEqual([]);
  });

  it('stops it at the first look at a busy neighbour, and goes on after three quiet ones', () => {
    const { said } = play([...looks(0, 4), ...looks(0.9, 60), ...looks(0, 10)]);
    expect(said).toEqual(['stop 250', 'go 3350']);
  });

  it('does not stop it for what a single look says', () => {
    expect(play([0, 0, 0.7, 0, 0, 0]).said).toEqual([]);
  });

  it('gives up on a neighbour that never rests, each time sooner', () => {
    const { pauses } = play(looks(1, 400), { mostMs: 2_000 });
    const waits = pauses.map(({ from, to }) => to - from);
    expect(waits[0]).toBe(2_050);
    expect(waits[1]).toBeLessThan(waits[0]!);
  });

  it('tries again some time after it gave up', () => {
    const { patience } = play([...looks(1, 400), ...looks(0, 1_200)], { mostMs: 2_000 });
    expect(patience.leftMs).toBeGreaterThan(1_000);
  });

  it('takes no program of our own for a neighbour', () => {
    expect(play(looks(1, 4), { overlooked: true }).said).toEqual([]);
  });
});
