import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildReport, type Report, writeReport } from './report/index.js';
import type { Suite } from './scenario/index.js';
import { conduct, type StudyOptions } from './study/index.js';

export interface MeasureOptions extends StudyOptions {
  /** Folder for record.jsonl and the report's files; without it only the returned report remains. */
  out?: string;
}

/**
 * Measures a suite and reports on it. Rejects with UsageError where the suite or the options cannot be;
 * what fails while measuring is in the report, as failed cases and findings.
 */
export async function measure(suite: Suite, options: MeasureOptions = {}): Promise<Report> {
  const folder = options.out ?? mkdtempSync(join(tmpdir(), 'corewise-run-'));
  try {
    const record = await conduct(suite, join(folder, 'record.jsonl'), options);
    const report = buildReport(record);
    if (options.out !== undefined) {
      options.onProgress?.({ phase: 'report', done: 1, leftMs: null });
      await writeReport(report, options.out);
    }
    return report;
  } finally {
    if (options.out === undefined) rmSync(folder, { recursive: true, force: true });
  }
}
