import { stat } from 'node:fs/promises';
import type { Instance } from '../instance.js';

/** A file or several that a user downloads for an importer: an option of the command line. */
interface ImportInput {
  /** `prices`: the option's name. */
  readonly name: string;
  readonly description: string;
}

export interface ImportRequest {
  /** The files given for each input, at least one each. */
  readonly files: Readonly<Record<string, readonly string[]>>;
  /** Keep these only; undefined: all. */
  readonly regions?: readonly string[] | undefined;
  /** The currency that prices must be in. */
  readonly currency: string;
  /** The day for which the prices hold, where the files do not say. */
  readonly asOf?: string | undefined;
}

/** An instance and where it stands in what was downloaded, for messages: `SKU 8D49XP354UEYTHGM (m5.large)`. */
export interface Offer {
  readonly place: string;
  readonly instance: Instance;
  /** It carries accelerators, so that its price does not follow from its vCPUs. */
  readonly accelerated?: boolean;
}

/** What an importer made of its files; what it left out, and why, is in the tally. */
export interface Offers {
  readonly offers: readonly Offer[];
  /** Whom a file itself names. */
  readonly attribution?: readonly string[];
}

/** One provider's downloads. To add one: a file, and a line in `index.ts`. */
export interface Importer {
  readonly name: string;
  readonly description: string;
  readonly inputs: readonly ImportInput[];
  /** How to get the files: lines for the help. */
  readonly help: readonly string[];
  /** Throws UsageError where a file is not of the shape that the provider documents. */
  read(request: ImportRequest, tally: Tally): Promise<Offers>;
}

/** Looks at all offers together: tells the tally what is wrong, and returns those that stay. */
export type Check = (offers: readonly Offer[], tally: Tally, request: ImportRequest) => readonly Offer[];

/** The day a file was written, as the day of a download that does not name its own; `YYYY-MM-DD`, UTC. */
export async function dayOf(file: string): Promise<string> {
  return (await stat(file)).mtime.toISOString().slice(0, 10);
}

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
