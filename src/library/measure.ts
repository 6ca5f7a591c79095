import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError, WriteError } from '../errors.js';
import type { StudyOptions } from '../measure/preparation/index.js';
import { optionsReader, textField } from '../read-options.js';
import type { Report } from '../report/index.js';
import type { Suite } from '../scenario/index.js';

export interface MeasureOptions extends StudyOptions {
  /**
   * Folder for record.jsonl, the report's files and, where scenarios or workers said anything, run.log; without it
   * only the returned report remains.
   */
  out?: string;
}

/**
 * Measures a suite and reports on it. Rejects with UsageError where the suite or the options cannot be;
 * what fails while measuring is in the report, as failed cases and findings.
 */
export async function measure(suite: Suite, given: MeasureOptions = {}): Promise<Report> {
  // Loaded when it is asked for: whoever imports corewise for its Pool should not wait for charts and schemas.
  const { RunLog } = await import('../measure/runner/index.js');
  const { studyFields } = await import('../measure/preparation/index.js');
  const { conduct } = await import('./conduct.js');
  const { buildReport, writeReport } = await import('../report/index.js');
  const options = optionsReader<MeasureOptions>({ ...studyFields, out: textField })(given, 'measure');
  const folder = options.out ?? mkdtempSync(join(tmpdir(), 'corewise-run-'));
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
      await writeReport(report, options.out).catch(afterMeasuring);
    }
    return report;
  } finally {
    log?.close();
    if (options.out === undefined) rmSync(folder, { recursive: true, force: true });
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
    message: `run.log does not have all that scenarios and workers said: ${reason}`,
    advice: 'The measurements are not touched by this. Make room, or choose another folder.',
  };
}
