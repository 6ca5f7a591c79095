import { z } from 'zod';
import type { Scenario } from '../scenario.js';
import { checkShape, functionField, paramsField, strictShape } from './shape.js';

export const nameField = z.string({ error: 'must be a string' }).regex(/^[a-z][a-z\d]*(-[a-z\d]+)*$/, {
  error: 'must be lower-case words joined by hyphens, such as "sort-numbers"',
});

const verify = z.union(
  [
    z.literal('exact'),
    z.literal('none'),
    z.strictObject({ tolerance: z.number().positive({ abort: true }) }),
  ],
  { error: 'must be "exact", "none" or { tolerance: a positive number }' },
);

const payload = z.union(
  [z.enum(['copy', 'transfer', 'share']), functionField('(params) => "copy", "transfer" or "share"')],
  { error: 'must be "copy", "transfer" or "share", or a function, (params) => one of them' },
);

const warmup = z.union([z.literal(false), functionField('(params, random) => tasks')], {
  error: 'must be false or a function, (params, random) => tasks',
});

const scenarioShape = strictShape({
  name: nameField,
  description: z
    .string({ error: 'must be a sentence: what it stresses and the curve to expect' })
    .trim()
    .min(1, { error: 'must not be empty: say what it stresses and the curve to expect' }),
  params: paramsField,
  tasks: functionField('(params, random) => the tasks of one pass'),
  run: functionField('(task, context) => its result').optional(),
  spread: z.boolean({ error: 'must be true or false' }).optional(),
  consume: functionField('(tasks, context) => one result per worker').optional(),
  combine: functionField('(results) => what they come to').optional(),
  setup: functionField('(context) => the state of one worker').optional(),
  teardown: functionField('(state) => nothing').optional(),
  prepare: functionField('(context) => nothing').optional(),
  cleanup: functionField('(context) => nothing').optional(),
  payload: payload.optional(),
  transfer: functionField('(result) => what can be moved').optional(),
  transferTask: functionField('(task) => what can be moved').optional(),
  warmup: warmup.optional(),
  openEnded: z.literal(true, { error: 'must be true, or absent' }).optional(),
  verify: verify.optional(),
  cost: functionField('(task, params) => milliseconds').optional(),
})
  .refine(({ run, consume }) => run !== undefined || consume !== undefined, {
    path: ['run'],
    error:
      'must be a function, (task, context) => its result; or "consume", (tasks, context) => one result per worker',
  })
  .refine(({ run, openEnded }) => run !== undefined || openEnded === undefined, {
    path: ['run'],
    error: 'is required with "openEnded": (task, context) => { count, value }',
  })
  .refine(({ run, spread }) => run !== undefined || !spread, {
    path: ['spread'],
    error: 'says how tasks reach "run", but there is no "run"',
  })
  .refine(({ consume, combine }) => consume !== undefined || combine === undefined, {
    path: ['combine'],
    error: 'says what the results of "consume" come to, but there is no "consume"',
  })
  .refine(
    ({ consume, combine, verify }) => consume === undefined || combine !== undefined || verify === 'none',
    {
      path: ['combine'],
      error:
        'is required with "consume": (results) => what they come to, which is compared with serial\'s; or set "verify" to "none"',
    },
  )
  .refine(
    ({ payload, transfer, transferTask }) =>
      payload !== 'transfer' || transfer !== undefined || transferTask !== undefined,
    {
      path: ['transfer'],
      error:
        'is required when "payload" is "transfer": (result) => what can be moved; or "transferTask", (task) => what can be moved',
    },
  );

/** Refuses what is no scenario; returns the object itself, not a copy, so that its methods keep their `this`. */
export function checkScenario(value: unknown, path: string): Scenario {
  checkShape('scenario', scenarioShape, value, path);
  return value as Scenario;
}
