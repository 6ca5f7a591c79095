import { existsSync, statSync } from 'node:fs';
import { UsageError } from '../errors.js';
import { readStart } from '../files/index.js';
import { insight } from '../insight/index.js';
import type { Catalog } from '../market/catalog/index.js';
import { evidenceFrom, evidenceFromCurves, type PlanInput } from '../market/plan/index.js';
import { readCurves } from '../readers/index.js';
import { readRecord } from '../record/index.js';

/** A file as it was named, and the machine that was named with it. */
interface Source {
  path: string;
  instanceType?: string | undefined;
}

/** What is said of all files. */
export interface SourceOptions {
  /** Where a record or a file has several. */
  scenario?: string;
  /** What the measured machine is, where the record does not say. */
  instanceType?: string;
  /** Of curves of other tools: the machine that they were measured on, where no type is named. */
  physicalCores?: number;
  logicalCores?: number;
  /** Of their files: the format, where the content does not tell, and columns, where their names do not. */
  inputFormat?: string;
  workersColumn?: string;
  timeColumn?: string;
  rateColumn?: string;
}

/**
 * What was measured, from records or from curves of other tools; `FILE=TYPE` names the machine of one file.
 * @throws UsageError where both come together, and for what cannot be planned from.
 */
export async function evidenceIn(
  named: readonly string[],
  options: SourceOptions,
  catalog: Catalog,
): Promise<Pick<PlanInput, 'work' | 'evidences'>> {
  const sources = named.map(sourceOf);
  const areRecords = await Promise.all(sources.map(({ path }) => isRecord(path)));
  const curve = sources[areRecords.indexOf(false)];
  if (curve === undefined) return fromRecords(sources, options, catalog);
  const record = sources[areRecords.indexOf(true)];
  if (record === undefined) return fromCurves(sources, options, catalog);
  throw new UsageError(
    `${curve.path} is a curve of another tool and ${record.path} a record: nobody can tell whether their work is the same. Plan from one kind.`,
  );
}

/** A file may have a `=` in its name. */
function sourceOf(text: string): Source {
  const [, path, instanceType] = /^(.+)=([^=]+)$/s.exec(text) ?? [];
  return path === undefined || existsSync(text) ? { path: text } : { path, instanceType };
}

const PEEKED = 256;

/** What is not there is left to the reader of records, which says so. */
async function isRecord(path: string): Promise<boolean> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isFile() || path.endsWith('.jsonl')) return true;
  const start = (await readStart(path, PEEKED)).toString('latin1');
  return /^\s*\{\s*"schema"\s*:\s*"corewise\//.test(start);
}

async function fromRecords(sources: readonly Source[], options: SourceOptions, catalog: Catalog) {
  const given = Object.entries(curveOptions).find(
    ([name]) => options[name as keyof SourceOptions] !== undefined,
  );
  if (given !== undefined)
    throw new UsageError(`${given[1]} belongs to curves of other tools: a record says it itself.`);
  const analysed = sources.map(async ({ path, instanceType }) => {
    const record = await readRecord(path);
    return { path, record, insight: insight(record), ...(instanceType !== undefined && { instanceType }) };
  });
  return evidenceFrom(await Promise.all(analysed), { ...options, catalog });
}

/** Options that only a curve needs, as the command line names them. */
const curveOptions = {
  physicalCores: '--physical-cores',
  logicalCores: '--logical-cores',
  inputFormat: '--input-format',
  workersColumn: '--workers-column',
  timeColumn: '--time-column',
  rateColumn: '--rate-column',
} as const;

async function fromCurves(sources: readonly Source[], options: SourceOptions, catalog: Catalog) {
  const { scenario, inputFormat, workersColumn, timeColumn, rateColumn } = options;
  const files = sources.map(async ({ path, instanceType = options.instanceType }) => {
    const { curves } = await readCurves(path, {
      benchmark: scenario,
      format: inputFormat,
      parameter: workersColumn,
      time: timeColumn,
      throughput: rateColumn,
    }).catch((error) => {
      throw error instanceof UsageError ? new UsageError(inOwnWords(error.message), { cause: error }) : error;
    });
    const { physicalCores, logicalCores } = options;
    return {
      path,
      curves,
      ...(instanceType !== undefined && { instanceType }),
      ...(physicalCores !== undefined && { physicalCores }),
      ...(logicalCores !== undefined && { logicalCores }),
    };
  });
  return evidenceFromCurves(await Promise.all(files), catalog);
}

/** Readers name the options of `corewise fit`; three of them mean something else here. */
function inOwnWords(message: string): string {
  const own = { workers: 'workers-column', time: 'time-column', throughput: 'rate-column' };
  return message
    .replace(/--(workers|time|throughput)\b(?!-)/g, (_, name: keyof typeof own) => `--${own[name]}`)
    .replaceAll('--benchmark', '--scenario');
}
