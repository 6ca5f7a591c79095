import { UsageError } from '../../../../errors.js';
import type { Row } from '../../csv.js';
import { labelOf } from '../../instance.js';
import { readRow, readRows } from '../../rows.js';
import type { Importer, ImportRequest, Offer, Offers, Tally } from '../importer.js';

export const file: Importer = {
  name: 'file',
  description: 'lists of your own, CSV or JSON, and other catalogs: joined and checked',
  inputs: [{ name: 'prices', description: 'CSV or JSON with the fields of schema/catalog.schema.json' }],
  help: [
    'A CSV names its columns in the first line. Needed are name, vcpus,',
    'memoryGiB, architecture, pricePerHour and asOf. Rows may say os and',
    'purchase: only Linux on demand is kept.',
  ],
  read,
};

async function read({ files }: ImportRequest, tally: Tally): Promise<Offers> {
  const read = await Promise.all(files.prices!.map(readRows));
  const rows = read.flatMap((each) => each.rows);
  if (rows.length === 0) throw new UsageError(`${files.prices!.join(', ')}: no rows.`);
  const offers = rows.flatMap((row) => offersIn(row, tally));
  return { offers, attribution: read.flatMap(({ attribution }) => attribution) };
}

/** None or one. */
function offersIn(row: Row, tally: Tally): Offer[] {
  const { os, purchase, ...value } = (row.value ?? {}) as Record<string, unknown>;
  const other = otherThanLinuxOnDemand(os, purchase);
  if (other !== undefined) tally.leftOut(`not Linux on demand: ${other}`, row.place);
  const read = readRow({ ...row, value });
  if (other !== undefined) return [];
  if ('problem' in read) {
    tally.leftOut('rows with a mistake', `${row.place}: ${read.problem}`);
    return [];
  }
  return [{ place: `${row.place} (${labelOf(read.instance)})`, instance: read.instance }];
}

/** Rows that do not say are what the file is for. */
function otherThanLinuxOnDemand(os: unknown = 'Linux', purchase: unknown = 'on-demand'): string | undefined {
  if (!/^linux$/i.test(String(os))) return String(os);
  return /^on[- ]?demand$/i.test(String(purchase)) ? undefined : String(purchase);
}
