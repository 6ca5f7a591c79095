import { UsageError } from '../../errors.js';
import { counted } from '../../stats/index.js';
import type { Catalog } from './catalog.js';
import type { Row } from './csv.js';
import { type Instance, labelOf } from './instance.js';
import { type RowFile, readRow, readRows } from './rows.js';
import { shippedCatalog } from './shipped.js';

/**
 * Reads a catalog: one of corewise (schema/catalog.schema.json), a JSON array of its rows, or a CSV with the same
 * names as columns. Throws UsageError that names every row with a mistake, up to ten: `corewise catalog import file`
 * leaves such rows out instead.
 */
export async function readCatalog(path: string): Promise<Catalog> {
  const file = await readRows(path);
  const found = file.rows.map((row) => ({ row, read: readRow(row) }));
  const problems = found.flatMap(({ row, read }) =>
    'problem' in read ? [`${row.place}: ${read.problem}`] : [],
  );
  if (problems.length > 0) throw mistakes(path, problems);
  const instances = found.flatMap(({ read }) => ('instance' in read ? [read.instance] : []));
  checkWhole(path, file.rows, instances);
  return { asOf: asOfOf(file, instances), instances, attribution: file.attribution };
}

const SHOWN = 10;

function mistakes(path: string, problems: readonly string[]): UsageError {
  const more = problems.length - SHOWN;
  const lines = problems.slice(0, SHOWN).map((problem) => `  ${problem}`);
  const rest = more > 0 ? [`  … and ${counted(more, 'more row')}`] : [];
  const heading = `${path} has ${counted(problems.length, 'row')} that cannot be read:`;
  const way = 'npx corewise catalog import file makes a catalog from the rest.';
  return new UsageError([heading, ...lines, ...rest, way].join('\n'));
}

/** What no row shows by itself: that there is one, that none comes twice, and that prices can be compared. */
function checkWhole(path: string, rows: readonly Row[], instances: readonly Instance[]): void {
  if (instances.length === 0) throw new UsageError(`${path} has no instances.`);
  const places = new Map<string, string>();
  for (const [index, instance] of instances.entries()) {
    const label = labelOf(instance);
    const { place } = rows[index]!;
    if (places.has(label)) throw new UsageError(`${place}: ${label} is already at ${places.get(label)}.`);
    places.set(label, place);
  }
  const currencies = [...new Set(instances.map(({ currency }) => currency))];
  if (currencies.length > 1)
    throw new UsageError(`${path} has prices in ${currencies.join(' and ')}: they cannot be compared.`);
}

/** A plain list is as old as its newest price. */
function asOfOf({ asOf }: RowFile, instances: readonly Instance[]): string {
  return (
    asOf ??
    instances
      .map((instance) => instance.asOf)
      .sort()
      .at(-1)!
  );
}

/** The catalog in the file, or without one the catalog that comes with corewise. @throws UsageError as readCatalog. */
export async function catalogFrom(file: string | undefined): Promise<Catalog> {
  return file === undefined ? shippedCatalog() : readCatalog(file);
}
