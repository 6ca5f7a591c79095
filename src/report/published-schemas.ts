import { z } from 'zod';
import { headerSchema, lineSchema } from '../record/index.js';
import { reportSchema } from './schema.js';

const draft = (schema: z.ZodType, title: string, description: string) => {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return { $schema, title, description, ...rest };
};

/** The JSON Schemas in schema/, by file name: what the types here say, for programs that have no TypeScript. */
export const publishedSchemas = () => ({
  'report.schema.json': draft(reportSchema, 'corewise report', 'report.json: what a run found.'),
  'record.schema.json': draft(
    z.union([headerSchema, lineSchema]),
    'corewise record line',
    'One line of record.jsonl: the header first, then what happened, in order.',
  ),
});
