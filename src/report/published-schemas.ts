import { z } from 'zod';
import { catalogSchema } from '../market/catalog/index.js';
import { benchmarksSchema, documentSchema } from '../market/compare/index.js';
import { headerSchema, lineSchema } from '../record/index.js';
import { fitDocumentSchema } from './fit/document.js';
import { planSchema } from './plan/schema.js';
import { reportSchema } from './run/report/schema.js';
import { runnerPlanSchema } from './runner/schema.js';

const draft = (schema: z.ZodType, title: string, description: string) => {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return { $schema, title, description, ...rest };
};

/** The JSON Schemas in schema/, by file name: what the types here say, for programs that have no TypeScript. */
export const publishedSchemas = () => ({
  'report.schema.json': draft(reportSchema, 'corewise report', 'report.json: what a run found.'),
  'fit.schema.json': draft(
    fitDocumentSchema,
    'corewise fit',
    'fit.json: the curves of a file of measurements, each with its scaling law and what it predicts.',
  ),
  'compare.schema.json': draft(
    documentSchema,
    'corewise comparison',
    'compare.json: machines side by side, or before and after.',
  ),
  'compare-benchmarks.schema.json': draft(
    benchmarksSchema,
    'corewise comparison of benchmarks',
    'compare.json of benchmark results of vitest: before and after, benchmark by benchmark.',
  ),
  'plan.schema.json': draft(planSchema, 'corewise plan', 'plan.json: what to buy for a demand, and why.'),
  'runner.schema.json': draft(
    runnerPlanSchema,
    'corewise runner plan',
    'runner.json: which hosted CI runner for a build, at what cost and how long.',
  ),
  'record.schema.json': draft(
    z.union([headerSchema, lineSchema]),
    'corewise record line',
    'One line of record.jsonl: the header first, then what happened, in order.',
  ),
  'catalog.schema.json': draft(
    catalogSchema,
    'corewise catalog',
    'Instance types with cores and dated prices; a CSV has the fields of an instance as columns.',
  ),
});
