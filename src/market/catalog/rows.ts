import { extname } from 'node:path';
import { closest } from 'fastest-levenshtein';
import { messageOf, UsageError } from '../../errors.js';
import { excessIn, readText, writeWhole } from '../../files/index.js';
import { CATALOG_SCHEMA, type Catalog } from './catalog.js';
import { csvRows, type Row } from './csv.js';
import { type Instance, instanceOf, instanceSchema } from './instance.js';

/** The instance that a row describes, or what keeps it from describing one. */
export function readRow({ value }: Row): { instance: Instance } | { problem: string } {
  const unknown = unknownField(value);
  if (unknown !== undefined) return { problem: unknown };
  const parsed = instanceSchema.safeParse(value);
  if (parsed.success) return { instance: instanceOf(parsed.data) };
  const [issue] = parsed.error.issues;
  const field = issue!.path.join('.');
  const given = (value as Record<string, unknown> | null)?.[field];
  return { problem: describe(field, issue!.message, given) };
}

const fields = Object.keys(instanceSchema.shape);

/** A misspelt column would otherwise be a default that nobody asked for. */
function unknownField(value: unknown): string | undefined {
  const names = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  const unknown = names.find((name) => !fields.includes(name));
  return unknown === undefined
    ? undefined
    : `there is no "${unknown}"; did you mean "${closest(unknown, fields)}"?`;
}

function describe(field: string, message: string, given: unknown): string {
  if (field === '') return message.replace(/^Invalid input: /, '');
  if (given === undefined) return `${field} is missing`;
  return `${field} is ${JSON.stringify(given)}: ${message.replace(/^Invalid (input|option): /, '')}`;
}

/** A file of a user's, as rows: a catalog of corewise, a JSON array of rows, or a CSV with a line of column names. */
export interface RowFile {
  readonly rows: readonly Row[];
  /** Of a catalog: when it was put together, and whom to name. */
  readonly asOf?: string | undefined;
  readonly attribution: readonly string[];
}

/** Far more than all types of all providers take. */
const MOST_MIB = 64;

/** Throws UsageError where the file cannot be read, or is neither JSON of that shape nor CSV. */
export async function readRows(file: string): Promise<RowFile> {
  const text = await readText(file, MOST_MIB);
  return isJson(file, text) ? jsonRows(text, file) : { rows: csvRows(text, file), attribution: [] };
}

function isJson(file: string, text: string): boolean {
  const extension = extname(file).toLowerCase();
  return extension === '.json' || (extension !== '.csv' && /^\s*[[{]/.test(text));
}

function jsonRows(text: string, file: string): RowFile {
  const json = parse(text, file);
  if (Array.isArray(json)) return { rows: numbered(json, `${file} `), attribution: [] };
  const { schema, asOf, attribution, instances } = (json ?? {}) as Record<string, unknown>;
  if (typeof schema === 'string' && schema !== CATALOG_SCHEMA && schema.startsWith('corewise/catalog/'))
    throw new UsageError(`${file} is a ${schema}; this version of corewise reads ${CATALOG_SCHEMA}.`);
  if (schema !== CATALOG_SCHEMA || !Array.isArray(instances))
    throw new UsageError(
      `${file} is not a catalog: expected "schema": "${CATALOG_SCHEMA}" and "instances", or an array of rows.`,
    );
  return {
    rows: numbered(instances, `${file} instances`),
    asOf: typeof asOf === 'string' ? asOf : undefined,
    attribution: Array.isArray(attribution) ? attribution.map(String) : [],
  };
}

function parse(text: string, file: string): unknown {
  const excess = excessIn(text);
  if (excess !== undefined) throw new UsageError(`${file} is not a catalog: ${excess}.`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file} is not JSON: ${messageOf(error)}`, { cause: error });
  }
}

function numbered(values: readonly unknown[], before: string): Row[] {
  return values.map((value, index) => ({ place: `${before}[${index}]`, value }));
}

/** Writes a catalog that `readCatalog` reads; the file is there whole or not at all. */
export async function writeCatalog(path: string, { asOf, attribution, instances }: Catalog): Promise<void> {
  const document = { schema: CATALOG_SCHEMA, asOf, attribution, instances };
  writeWhole(path, `${JSON.stringify(document, null, 2)}\n`);
}
