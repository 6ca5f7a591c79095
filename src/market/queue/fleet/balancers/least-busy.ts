import type { Random } from '../../../../stats/index.js';
import type { StartBalancer } from '../stations.js';

/** Each task to the instance that holds the fewest, running or waiting; to any of them where there are several. */
export const leastBusy: StartBalancer = ({ workers, held }, workersPerInstance) => {
  workers.fill(workersPerInstance);
  const ranking = new Ranking(held);
  return {
    resize: (instances) => ranking.rank(instances),
    choose: (random) => ranking.lowest(random),
    joins: (station) => ranking.rise(station),
    leaves: (station) => ranking.fall(station),
  };
};

/**
 * The first so many of a list of counters, kept in ascending order while they change by one at a time, each change
 * in constant time: counters of the same level stand together, and one that rises changes places with the last of
 * its level, one that falls with the first.
 */
export class Ranking {
  private readonly order: Int32Array;
  private readonly place: Int32Array;
  /** Where each level begins in the order; the last entry is the end of the order. */
  private begins: number[] = [0];
  private size = 0;

  constructor(private readonly counters: Int32Array) {
    this.order = new Int32Array(counters.length);
    this.place = new Int32Array(counters.length);
  }

  /** Ranks the first `size` counters anew. */
  rank(size: number): void {
    const { counters, order, place } = this;
    const sorted = Array.from({ length: size }, (_, i) => i).sort((a, b) => counters[a]! - counters[b]!);
    this.size = size;
    this.begins = [0];
    order.set(sorted);
    for (const [at, counter] of sorted.entries()) {
      place[counter] = at;
      while (this.begins.length <= counters[counter]!) this.begins.push(at);
    }
    this.begins.push(size);
  }

  /** Any of the lowest, all equally likely. */
  lowest(random: Random): number {
    const level = this.counters[this.order[0]!]!;
    return this.order[random.int(this.begins[level + 1]!)]!;
  }

  /** A counter is about to rise by one. */
  rise(counter: number): void {
    if (counter >= this.size) return;
    const next = this.counters[counter]! + 1;
    if (next === this.begins.length - 1) this.begins.push(this.size);
    this.begins[next]!--;
    this.exchange(counter, this.begins[next]!);
  }

  /** A counter is about to fall by one. */
  fall(counter: number): void {
    if (counter >= this.size) return;
    const level = this.counters[counter]!;
    this.exchange(counter, this.begins[level]!);
    this.begins[level]!++;
  }

  private exchange(counter: number, at: number): void {
    const { order, place } = this;
    const other = order[at]!;
    const from = place[counter]!;
    order[from] = other;
    place[other] = from;
    order[at] = counter;
    place[counter] = at;
  }
}
