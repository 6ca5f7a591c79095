import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError, WriteError } from '../errors.js';
import { lockFolder, makeFolder, notWritten, temporaryFolder, unfinishedFile } from '../files/index.js';
import { type StudyOptions, studyFields } from '../measure/preparation/index.js';
import { RunLog } from '../measure/runner/index.js';
import { namesField, optionsReader, textField } from '../read-options.js';
import { buildReport, checkFormats, type Report, writeReport } from '../report/index.js';
import type { Suite } from '../scenario/index.js';
import { conduct } from './conduct.js';

export interface MeasureOptions extends StudyOptions {
  /**
   * Folder for record.jsonl, the report's files and, where scenarios or workers said anything, run.log; without it
   * only the returned report remains.
   */
  out?: string;
  /** What of the report is written into it: names as `corewise report --format` has them; default html, json, md, png. */
  formats?: readonly string[];
}

const fields = { ...studyFields, out: textField, formats: namesField("['html', 'json']") };

/** What `measure` does. */
export async function measureSuite(suite: Suite, given: MeasureOptions): Promise<Report> {
  const options = optionsReader<MeasureOptions>(fields)(given, 'measure');
  if (options.formats) checkFormats(options.formats);
  if (options.resume && options.out === undefined)
    throw new UsageError('`resume` continues the run in a folder: name that folder as `out`.');
  const place = options.out === undefined ? temporaryFolder('run') : ownFolder(options.out);
  try {
    return await measureIn(place.path, suite, options);
  } finally {
    place.release();
  }
}

/** A folder that nobody else writes into meanwhile; one that was made for nothing goes again. */
function ownFolder(path: string): { path: string; release(): void } {
  let created: string | undefined;
  try {
    created = makeFolder(path);
  } catch (error) {
    throw notWritten(path, error);
  }
  const lock = lockFolder(path, 'choose another --out.');
  for (const name of readdirSync(path))
    if (unfinishedFile.test(name)) rmSync(join(path, name), { force: true });
  return {
    path,
    release() {
      lock.release();
      if (created !== undefined && isEmpty(path)) rmdirSync(path);
    },
  };
}

function isEmpty(path: string): boolean {
  return existsSync(path) && readdirSync(path).length === 0;
}

async function measureIn(folder: string, suite: Suite, options: MeasureOptions): Promise<Report> {
  const log = options.out === undefined ? undefined : new RunLog(join(folder, 'run.log'));
  const onLog: StudyOptions['onLog'] = (entry) => {
    log?.append(entry);
    options.onLog?.(entry);
  };
  try {
    const record = await conduct(suite, join(folder, 'record.jsonl'), { ...options, onLog });
    const report = buildReport(record);
    if (log?.failure !== undefined) report.findings.push(incompleteLog(log.failure));
    if (options.out !== undefined) {
      options.onProgress?.({ phase: 'report', done: 1, leftMs: null });
      await writeReport(report, options.out, options.formats).catch(afterMeasuring);
    }
    return report;
  } finally {
    log?.close();
  }
}

/** The folder could be written to when the run began: what is wrong with it now is no misuse. */
function afterMeasuring(thrown: unknown): never {
  throw thrown instanceof UsageError ? new WriteError(thrown.message, { cause: thrown }) : thrown;
}

function incompleteLog(reason: string): Report['findings'][number] {
  return {
    check: 'run-log-incomplete',
    severity: 'info',
    cases: [],
    message: `run.log is missing some of what scenarios and workers printed: ${reason}`,
    advice: 'The measurements are not affected. Free some space, or choose another folder.',
  };
}
