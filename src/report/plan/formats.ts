import { chosen, renderersOf, writeRendered } from '../render/formats.js';
import { type SummaryOptions, terminal } from '../render/terminal/terminal.js';
import { planContent } from './content.js';
import { type PlanDocument, planSchema } from './schema.js';

export const planFormats = renderersOf<PlanDocument>({
  name: 'plan',
  schema: planSchema,
  contentOf: planContent,
});

/** The plan for a terminal: the decision, why, the cheapest choices, and what makes them doubtful. */
export function summarisePlan(document: PlanDocument, options: SummaryOptions): string {
  return terminal(planContent(document), options);
}

/** Writes the plan in the given formats, or in all, and returns the paths. Throws UsageError for an unknown format. */
export function writePlan(
  document: PlanDocument,
  directory: string,
  formats: readonly string[] = planFormats.map(({ name }) => name),
): Promise<string[]> {
  return writeRendered(chosen(planFormats, formats), document, directory);
}
