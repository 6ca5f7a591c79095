import { expect, it } from 'vitest';
import { seededRandom } from '../../../../stats/index.js';
import { Ranking } from './least-busy.js';

it('a ranking knows the lowest counters after any rise and fall', () => {
  const random = seededRandom(7);
  const counters = new Int32Array(12);
  const ranking = new Ranking(counters);
  ranking.rank(10);
  for (let step = 0; step < 3_000; step++) {
    if (step % 500 === 499) ranking.rank(8 + random.int(5));
    const counter = random.int(12);
    if (counters[counter]! > 0 && random.next() < 0.48) {
      ranking.fall(counter);
      counters[counter]!--;
    } else {
      ranking.rise(counter);
      counters[counter]!++;
    }
    if (step < 499) expect(counters[ranking.lowest(random)]).toBe(Math.min(...counters.subarray(0, 10)));
  }
});

it('a ranking draws any of the lowest, and no other', () => {
  const counters = Int32Array.from([1, 0, 2, 0, 0, 3]);
  const ranking = new Ranking(counters);
  ranking.rank(5);
  const random = seededRandom(1);
  const drawn = Array.from({ length: 3_000 }, () => ranking.lowest(random));
  const share = (counter: number) => drawn.filter((each) => each === counter).length / 3_000;
  for (const counter of [1, 3, 4]) expect(share(counter)).toBeCloseTo(1 / 3, 1);
  expect(share(1) + share(3) + share(4)).toBeCloseTo(1, 12);
});
