import { type Command, InvalidArgumentError } from 'commander';
import {
  type Imported,
  type Importer,
  type ImportRequest,
  importCatalog,
  importers,
  placesOf,
  type Remark,
  writeCatalog,
} from '../../market/catalog/index.js';
import { wrap } from '../../report/index.js';
import { counted } from '../../stats/index.js';
import { exitCodes } from '../exit.js';
import { jsonOption, parseList } from '../options.js';
import { printJson, printLines, terminalColumns } from '../print.js';

interface ImportOptions {
  /** The files of the importer's inputs, by their names. */
  [input: string]: unknown;
  region?: string[];
  currency: string;
  asOf?: string;
  out: string;
  json?: boolean;
}

export function addCatalogImport(catalog: Command): void {
  const command = catalog
    .command('import')
    .summary('make a catalog from a provider’s downloadable prices')
    .description(
      'Makes a catalog from a provider’s downloadable prices, or from lists of your own. Rows that are wrong, or not Linux on demand, are left out and reported.',
    );
  for (const importer of importers) addImporter(command, importer);
}

function addImporter(parent: Command, importer: Importer): void {
  const { name, description, inputs, help } = importer;
  const command = parent.command(name).description(sentence(description));
  for (const input of inputs) command.requiredOption(`--${input.name} <files...>`, input.description);
  command
    .option('--region <names>', 'only these regions', parseList)
    .option('--currency <code>', 'the currency of the prices', parseCurrency, 'USD')
    .option(
      '--as-of <date>',
      'the day of the prices (default: what the files say, or when they were written)',
      parseDay,
    )
    .requiredOption('--out <file>', 'where to write the catalog, for --catalog')
    .addOption(jsonOption)
    .addHelpText('after', `\nThe files:\n${help.map((line) => `  ${line}`).join('\n')}`)
    .action(async (options: ImportOptions) => {
      process.exitCode = await runImport(importer, options);
    });
}

function sentence(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}

function parseCurrency(text: string): string {
  if (/^[A-Z]{3}$/.test(text)) return text;
  throw new InvalidArgumentError('Write three capital letters, such as EUR.');
}

function parseDay(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))) return text;
  throw new InvalidArgumentError('Write a day as 2026-07-20.');
}

/** Writes nothing where nothing remains; rows that were left out are no failure while others stay. */
async function runImport(importer: Importer, options: ImportOptions): Promise<number> {
  const imported = await importCatalog(importer, requestOf(importer, options));
  const { catalog, remarks } = imported;
  const isEmpty = catalog.instances.length === 0;
  if (!isEmpty) await writeCatalog(options.out, catalog);
  const file = isEmpty ? null : options.out;
  const { asOf, attribution } = catalog;
  if (options.json) printJson({ file, imported: catalog.instances.length, asOf, attribution, remarks });
  else printLines(summaryOf(imported, file, terminalColumns()));
  return isEmpty ? exitCodes.failed : exitCodes.done;
}

function requestOf({ inputs }: Importer, options: ImportOptions): ImportRequest {
  const files = inputs.map(({ name }) => [name, options[name] as string[]]);
  const { region: regions, currency, asOf } = options;
  return { files: Object.fromEntries(files), regions, currency, asOf };
}

function summaryOf({ catalog, remarks }: Imported, file: string | null, width: number): string[] {
  const what =
    file === null
      ? 'Nothing is left to write.'
      : `${file}: ${placesOf(catalog.instances)}; Linux, on demand, ${catalog.instances[0]!.currency}, prices of ${catalog.asOf}.`;
  const lines = (outcome: Remark['outcome']) =>
    remarks.filter((each) => each.outcome === outcome).flatMap((each) => remarkLines(each, width));
  return [
    ...wrap(what, width),
    ...headed('Kept, with a doubt:', lines('kept')),
    ...headed('Left out:', lines('left out')),
  ];
}

function headed(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', heading, ...lines];
}

/** So many places are named; --json has more. */
const SHOWN = 3;

function remarkLines({ count, reason, places }: Remark, width: number): string[] {
  const shown = places.slice(0, SHOWN);
  const more = count - shown.length;
  return [
    ...wrap(`${counted(count, 'row')}: ${reason}`, width - 2, 2).map((line) => `  ${line}`),
    ...[...shown, ...(more > 0 ? [`… and ${more.toLocaleString('en-US')} more`] : [])].flatMap((place) =>
      wrap(place, width - 4, 2).map((line) => `    ${line}`),
    ),
  ];
}
