import { csv } from '../render/csv.js';
import { chosen, DEFAULT_FORMATS, renderersOf, single, writeRendered } from '../render/formats.js';
import { type SummaryOptions, terminal } from '../render/terminal/terminal.js';
import { runnerColumns, runnerContent } from './content.js';
import { type RunnerPlanDocument, runnerPlanSchema } from './schema.js';

/** To add a format: one line here. */
export const runnerFormats = [
  ...renderersOf<RunnerPlanDocument>({
    name: 'runner',
    schema: () => runnerPlanSchema,
    contentOf: runnerContent,
  }),
  single('runner.csv', 'csv', 'one row per runner, unformatted', (document: RunnerPlanDocument) =>
    csv(runnerColumns(document), document.choices),
  ),
];

/** The plan for a terminal: the decision, why, the cheapest runners, and what makes them doubtful. */
export function summariseRunners(document: RunnerPlanDocument, options: SummaryOptions): string {
  return terminal(runnerContent(document), options);
}

/** Writes the plan in the given formats and returns the paths. Throws UsageError for an unknown format. */
export function writeRunners(
  document: RunnerPlanDocument,
  directory: string,
  formats: readonly string[] = DEFAULT_FORMATS,
): Promise<string[]> {
  return writeRendered(chosen(runnerFormats, formats), document, directory);
}
