import type { Report } from '../report/index.js';
import type { Suite } from '../scenario/index.js';
import type { MeasureOptions } from './measure-suite.js';

export type { MeasureOptions } from './measure-suite.js';

/**
 * Measures a suite and reports on it. Rejects with UsageError where the suite or the options cannot be;
 * what fails while measuring is in the report, as failed cases and findings.
 */
export async function measure(suite: Suite, options: MeasureOptions = {}): Promise<Report> {
  // Loaded when it is asked for: whoever imports corewise for its Pool should not wait for charts and schemas.
  const { measureSuite } = await import('./measure-suite.js');
  return measureSuite(suite, options);
}
