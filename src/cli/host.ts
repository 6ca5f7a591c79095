import type { Command } from 'commander';
import {
  type ChecklistItem,
  checklist,
  countCores,
  describeHost,
  detectInstance,
  type HostFacts,
  readHost,
  readReadings,
} from '../host/index.js';
import { type Catalog, catalogFrom, identify, labelOf, type PossibleType } from '../market/catalog/index.js';
import { selfTest } from '../measure/self-test/index.js';
import { wrap } from '../report/index.js';
import { counted } from '../stats/index.js';
import { detectionText } from './instance-type.js';
import { catalogOption, jsonOption } from './options.js';
import { printJson, printLines } from './print.js';

/** `test`: what `--self-test` does. */
export function defineHost(command: Command, test = selfTest): void {
  command
    .description(
      'Shows CPU, cores, allowed CPUs, quota and memory: the machine as runs will find it. Ends with what to fix before trusting it.',
    )
    .option('--self-test', 'test for ten seconds whether the machine delivers what it reports')
    .option('--detect-instance', "ask the cloud's metadata service for the instance type")
    .addOption(catalogOption())
    .addOption(jsonOption)
    .action((options: HostOptions) => host(options, test));
}

interface HostOptions {
  selfTest?: boolean;
  detectInstance?: boolean;
  catalog?: string;
  json?: boolean;
}

async function host(
  { json, selfTest: isTested, ...options }: HostOptions,
  test: typeof selfTest,
): Promise<void> {
  const catalog = await catalogFrom(options.catalog);
  const facts = await readHost();
  const checks = checklist(facts, await readReadings(facts));
  const tested = isTested ? { selfTest: await test(facts) } : {};
  const detected = options.detectInstance ? await detectInstance() : undefined;
  if (json) {
    const candidates = possibleTypeRows(facts, catalog);
    const found = { candidates, ...(options.detectInstance && { detected: detected ?? null }) };
    return printJson({ ...facts, counts: countCores(facts), checklist: checks, ...found, ...tested });
  }
  const rows = [
    ...describeHost(facts),
    { label: 'Instance type', value: detected?.name ?? possibleTypesText(facts, catalog) },
  ];
  const width = Math.max(...rows.map(({ label }) => label.length));
  printLines([
    ...rows.flatMap(({ label, value }) => beside(label.padEnd(width + 2), value)),
    ...(options.detectInstance ? ['', ...wrap(detectionText(detected), columns())] : []),
    '',
    'Before trusting this machine:',
    ...linesOf(checks),
    ...(tested.selfTest ? ['', 'Self-test:', ...linesOf(tested.selfTest)] : []),
  ]);
}

const columns = () => process.stdout.columns ?? 80;

function beside(label: string, value: string): string[] {
  return wrap(value, columns() - label.length).map(
    (line, index) => (index === 0 ? label : ' '.repeat(label.length)) + line,
  );
}

const MARKS = { ok: 'ok     ', warn: 'warn   ', unknown: '?      ' } as const;
const BLANK = ' '.repeat(MARKS.ok.length);

function linesOf(items: readonly ChecklistItem[]): string[] {
  const width = columns();
  return items.flatMap(({ item, state, message, advice }) => [
    ...wrap(`${item}: ${message}`, width - 7).map(
      (line, index) => (index === 0 ? MARKS[state] : BLANK) + line,
    ),
    ...(advice === '' ? [] : wrap(`→ ${advice}`, width - 7, 2).map((line) => BLANK + line)),
  ]);
}

/** For --json: what the machine could be; prices are the catalog's business. */
export function possibleTypeRows(host: HostFacts, catalog: Catalog) {
  return identify(host, catalog).map(({ instance: { provider, region, name }, cpu, coresAgree }) => ({
    provider,
    region,
    name,
    cpu,
    coresAgree,
  }));
}

/** So many are named; more say nothing. */
const SHOWN = 4;

/** `could be aws us-east-1 c7i.2xlarge or aws us-east-1 m7i.2xlarge`: never a fact. */
export function possibleTypesText(host: HostFacts, catalog: Catalog): string {
  const possible = identify(host, catalog);
  if (possible.length === 0)
    return `not known: none of the ${counted(catalog.instances.length, 'type')} in the catalog matches`;
  const names = possible.slice(0, SHOWN).map(({ instance }) => labelOf(instance));
  const more = possible.length - names.length;
  return `could be ${eitherOf([...names, ...(more > 0 ? [`${more} more`] : [])])}${doubtOf(possible)}`;
}

function eitherOf(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} or ${items.at(-1)}`;
}

function doubtOf(possible: readonly PossibleType[]): string {
  if (possible.every(({ cpu }) => cpu === 'possible')) return '; the CPU model does not say which';
  return possible.every(({ coresAgree }) => !coresAgree) ? '; physical cores differ from the catalog' : '';
}
