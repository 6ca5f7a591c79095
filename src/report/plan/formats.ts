import { csv } from '../render/csv.js';
import { chosen, DEFAULT_FORMATS, renderersOf, single, writeRendered } from '../render/formats.js';
import { type SummaryOptions, terminal } from '../render/terminal/terminal.js';
import { kubernetes } from './apply/k8s.js';
import { terraform } from './apply/terraform.js';
import { planColumns } from './columns.js';
import { planContent } from './content.js';
import { type PlanDocument, planSchema } from './schema.js';

/** To add a format: one line here. */
export const planFormats = [
  ...renderersOf<PlanDocument>({ name: 'plan', schema: () => planSchema, contentOf: planContent }),
  single('plan.csv', 'csv', 'one row per choice, unformatted', (document: PlanDocument) =>
    csv(planColumns(document), document.choices),
  ),
  single('plan.k8s.yaml', 'k8s', 'manifests of the first choice for kubectl apply', kubernetes),
  single('plan.tf', 'terraform', 'the first choice as instances of its provider', terraform),
];

/** The plan for a terminal: the decision, why, the cheapest choices, and what makes them doubtful. */
export function summarisePlan(document: PlanDocument, options: SummaryOptions): string {
  return terminal(planContent(document), options);
}

/** Writes the plan in the given formats, or as page, JSON and Markdown, and returns the paths. Throws UsageError for an unknown format. */
export function writePlan(
  document: PlanDocument,
  directory: string,
  formats: readonly string[] = DEFAULT_FORMATS,
): Promise<string[]> {
  return writeRendered(chosen(planFormats, formats), document, directory);
}
