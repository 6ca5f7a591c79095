/** What became of rows that something was wrong with. */
export interface Remark {
  readonly outcome: 'left out' | 'kept';
  readonly reason: string;
  readonly count: number;
  /** Where they stand, the first of them. */
  readonly places: readonly string[];
}

/** A price list has a million rows that are not asked for. */
const SHOWN = 20;

/** Counts rows by what was wrong with them, and keeps the places of the first. */
export class Tally {
  readonly #remarks = new Map<
    string,
    { outcome: Remark['outcome']; reason: string; places: string[]; count: number }
  >();

  leftOut(reason: string, place: string): void {
    this.#add('left out', reason, place);
  }

  /** Kept, with a doubt. */
  kept(reason: string, place: string): void {
    this.#add('kept', reason, place);
  }

  #add(outcome: Remark['outcome'], reason: string, place: string): void {
    const key = `${outcome} ${reason}`;
    const remark = this.#remarks.get(key) ?? { outcome, reason, count: 0, places: [] };
    remark.count++;
    if (remark.places.length < SHOWN) remark.places.push(place);
    this.#remarks.set(key, remark);
  }

  /** Doubts about what was kept first: they are what a user has to look at. */
  remarks(): Remark[] {
    const all = [...this.#remarks.values()];
    return [
      ...all.filter(({ outcome }) => outcome === 'kept'),
      ...all.filter(({ outcome }) => outcome !== 'kept'),
    ];
  }
}
