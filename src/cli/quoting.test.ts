import { expect, it } from 'vitest';
import { commandLine } from './quoting.js';

it.each([
  [['run', 'cycles', '--param', 'tasks=24'], 'corewise run cycles --param tasks=24'],
  [['run', './my work.ts'], "corewise run './my work.ts'"],
  [['run', '--label', "it's"], `corewise run --label 'it'\\''s'`],
  [['run', '--label', ''], "corewise run --label ''"],
])('%j is shown as one would type it', (args, text) => {
  expect(commandLine(args)).toBe(text);
});
