import { z } from 'zod';
import type { Suite } from '../suite.js';
import { nameField } from './scenario-shape.js';
import { checkShape, paramsField, strictShape } from './shape.js';

const names = z.array(z.string().min(1), { error: 'must be a list of names' }).min(1);
const count = z
  .int({ error: 'must be a whole number, 1 or more' })
  .min(1, { error: 'must be a whole number, 1 or more', abort: true });

const workers = z.union([count, z.string().min(1)], {
  error: 'must be a number, or text such as "auto" or "1..8"',
});
const chunksize = z.union([count, z.literal('auto')], {
  error: 'must be "auto" or a whole number, 1 or more',
});
const cores = z.union([count, z.literal('all')], { error: 'must be "all" or a whole number, 1 or more' });
const quota = z.union([z.number().min(0.01), z.literal('none')], {
  error: 'must be a number of CPUs of at least 0.01, or "none"',
});

function listOf<T extends z.ZodType>(item: T) {
  return z
    .array(item, { error: 'must be a list' })
    .min(1, { error: 'must not be empty; leave it out instead' });
}

const words = z
  .array(z.string({ error: 'must be a string' }), {
    error: 'must be a list: the program, then its arguments',
  })
  .min(1, { error: 'must name a program' });
const text = z
  .string({ error: 'must be a string' })
  .min(1, { error: 'must not be empty; leave it out instead' });
const flag = z.literal(true, { error: 'must be true, or absent' });

const command = strictShape({
  name: nameField.optional(),
  argv: words,
  serial: words.optional(),
  range: text.optional(),
  lines: text.optional(),
  tasks: listOf(z.string({ error: 'must be a string' })).optional(),
  env: z.record(z.string(), z.string(), { error: 'must be an object of strings' }).optional(),
  stdin: flag.optional(),
  shell: flag.optional(),
  copies: flag.optional(),
  persistent: flag.optional(),
  verify: z.boolean({ error: 'must be true or false' }).optional(),
  cwd: text.optional(),
});

const sweep = strictShape({
  scenario: z
    .string({ error: 'must name a scenario or a path' })
    .min(1, { error: 'must name a scenario or a path' })
    .optional(),
  command: command.optional(),
  params: paramsField.optional(),
  engines: names.optional(),
  dispatches: names.optional(),
  workers: listOf(workers).optional(),
  chunksizes: listOf(chunksize).optional(),
  cores: listOf(cores).optional(),
  cpuQuotas: listOf(quota).optional(),
})
  .refine(({ scenario, command: own }) => scenario !== undefined || own !== undefined, {
    path: ['scenario'],
    error: 'must name a scenario or a path; or "command" a program',
  })
  .refine(({ scenario, command: own }) => scenario === undefined || own === undefined, {
    path: ['command'],
    error: 'stands beside "scenario": a sweep is of one of them',
  })
  .refine(({ command: own, engines, params }) => own === undefined || (!engines && !params), {
    path: ['engines'],
    error:
      'and "params" are for scenarios: a command has engines of its own, and takes what it needs as arguments',
  });

const suiteShape = strictShape({
  name: z.string({ error: 'must be a string' }).min(1, { error: 'must not be empty' }),
  sweeps: z
    .array(sweep, { error: 'must be a list of sweeps' })
    .min(1, { error: 'must hold at least one sweep' }),
  rounds: count.optional(),
});

/** Refuses what is no suite. */
export function checkSuite(value: unknown, path: string): Suite {
  checkShape('suite', suiteShape, value, path);
  return value as Suite;
}
