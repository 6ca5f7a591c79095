import { type Command, InvalidArgumentError, Option } from 'commander';
import { UsageError } from '../errors.js';
import {
  catalogFrom,
  type Instance,
  orders,
  priceAge,
  type Range,
  type Selection,
  selectInstances,
  shippedRunners,
  sortInstances,
} from '../market/catalog/index.js';
import { addCatalogImport } from './catalog/import.js';
import { catalogTable } from './catalog/table.js';
import { catalogOption, definedOnly, jsonOption, namesOf, parseArchitecture, parseList } from './options.js';
import { printJson, printLines, terminalColumns } from './print.js';

export function defineCatalog(catalog: Command): void {
  catalog.description(
    'Instance types with their cores and dated prices: those that come with corewise, or your own.',
  );
  addCatalogList(catalog);
  addCatalogImport(catalog);
}

interface ListOptions {
  catalog?: string;
  runner?: boolean;
  vcpus?: Range;
  memory?: Range;
  arch?: Instance['architecture'];
  provider?: string[];
  region?: string[];
  family?: string[];
  burstable?: boolean;
  sort: string;
  json?: boolean;
}

function addCatalogList(catalog: Command): void {
  catalog
    .command('list')
    .summary('list instance types with cores and prices')
    .description('Lists instance types with their cores, memory and price for Linux on demand.')
    .addOption(catalogOption())
    .option('--runner', 'the hosted CI runners that come with corewise, priced per hour')
    .option('--vcpus <range>', '8, 8.., ..16 or 4..8', parseRange)
    .option('--memory <range>', 'GiB: 16.. or 4..8', parseRange)
    .option('--arch <name>', 'x86_64 or arm64', parseArchitecture)
    .option('--provider <names>', 'aws, azure, gcp, or those of your catalog', parseList)
    .option('--region <names>', 'such as us-east-1,eastus', parseList)
    .option('--family <names>', 'such as c7i,Dasv7', parseList)
    .option('--burstable', 'only burstable types, whose full speed lasts as long as their credits')
    .option('--no-burstable', 'no burstable types')
    .addOption(new Option('--sort <order>', 'smallest first').choices(namesOf(orders)).default('price'))
    .addOption(jsonOption)
    .addHelpText('after', examples)
    .action(list);
}

const examples = `
Examples:
  npx corewise catalog list --vcpus 8.. --arch arm64
  npx corewise catalog list --vcpus 8 --memory 16..32 --sort price-per-core
  npx corewise catalog list --catalog mine.json --provider azure
  npx corewise catalog list --runner`;

async function list(options: ListOptions): Promise<void> {
  if (options.runner && options.catalog !== undefined)
    throw new UsageError('Give --runner or --catalog, not both.');
  const catalog = options.runner ? shippedRunners() : await catalogFrom(options.catalog);
  const order = orders.find(({ name }) => name === options.sort)!;
  const instances = sortInstances(selectInstances(catalog, selectionOf(options)), order);
  const doubt = priceAge(instances, new Date());
  const { asOf, attribution } = catalog;
  if (options.json) return printJson({ asOf, attribution, priceAge: doubt ?? null, instances });
  if (instances.length > 0) printLines(catalogTable(instances, doubt, terminalColumns()));
  else printLines([`None of the ${catalog.instances.length} types matches.`]);
}

function selectionOf({ vcpus, memory, arch, provider, region, family, burstable }: ListOptions): Selection {
  return definedOnly({
    vcpus,
    memoryGiB: memory,
    architecture: arch,
    providers: provider,
    regions: region,
    families: family,
    burstable,
  });
}

/** `8` is exactly 8; `8..` at least, `..16` at most, `4..8` between, both ends included. */
export function parseRange(text: string): Range {
  const match = /^(\d+(?:\.\d+)?)?(\.\.)?(\d+(?:\.\d+)?)?$/.exec(text);
  const [, first, dots, last] = match ?? [];
  const low = Number(first ?? 0);
  const high = Number(last ?? (dots === undefined ? (first ?? Number.NaN) : Number.POSITIVE_INFINITY));
  if (match && text !== '..' && low <= high) return { low, high };
  throw new InvalidArgumentError('Write a number or a range: 8, 8.., ..16 or 4..8.');
}
