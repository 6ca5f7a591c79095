import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError, WriteError } from '../errors.js';
import { type StudyOptions, studyFields } from '../measure/preparation/index.js';
import { RunLog } from '../measure/runner/index.js';
import { optionsReader, textField } from '../read-options.js';
import { buildReport, type Report, writeReport } from '../report/index.js';
import type { Suite } from '../scenario/index.js';
import { conduct } from './conduct.js';

export interface MeasureOptions extends StudyOptions {
  /**
   * Folder for record.jsonl, the report's files and, where scenarios or workers said anything, run.log; without it
   * only the returned report remains.
   */
  out?: string;
}

/** What `measure` does. */
export async function measureSuite(suite: Suite, given: MeasureOptions): Promise<Report> {
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
