import { CommanderError } from 'commander';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { UsageError } from '../errors.js';
import { anyText, fuzz } from '../testing/fuzz.js';
import { createProgram } from './program.js';
import { parseWords } from './testing/command-lines.js';

/** Tens of thousands in a second. */
const CHEAP = 4;

const program = await createProgram();
const commands = program.commands.flatMap((command) => [
  [command.name()],
  ...command.commands.map((own) => [command.name(), own.name()]),
]);
const options = [
  ...new Set(
    program.commands.flatMap((command) => command.options.flatMap(({ long, short }) => [long, short])),
  ),
];

const values = fc.oneof(
  fc.constantFrom(
    ...[
      '1',
      '0',
      '-1',
      '1..8',
      'auto',
      'P-1',
      '150s',
      '5%',
      'a=b',
      '=',
      '',
      ' ',
      '--',
      '-',
      '1e9',
      '9'.repeat(400),
    ],
    ...[
      'threads',
      'serial,threads',
      '5000/s',
      '250ms',
      '1M',
      '__proto__',
      'html',
      'none',
      '{}',
      '{workers}',
      'NaN',
    ],
  ),
  anyText(30),
);
const word = fc.oneof(
  fc.constantFrom(...options.filter((option) => option !== undefined && option !== null)),
  fc.tuple(fc.constantFrom(...options), values).map(([option, value]) => `${option}=${value}`),
  values,
);
const lines = fc.tuple(
  fc.oneof(fc.constantFrom(...commands), fc.array(values, { maxLength: 1 })),
  fc.array(word, { maxLength: 6 }),
);

it('every command line is understood, or refused with what would be right', async () => {
  await fuzz(
    'command lines',
    lines,
    async ([command, words]) => {
      try {
        await parseWords([...command, ...words]);
      } catch (error) {
        const isClear = error instanceof CommanderError || error instanceof UsageError;
        expect(isClear, String((error as Error).stack)).toBe(true);
      }
    },
    CHEAP,
  );
});
