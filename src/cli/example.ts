import { type Command, InvalidArgumentError, type Option } from 'commander';

/** By name of the command: one that works, for who left out what it needs. */
const examples: Readonly<Record<string, string>> = {
  report: 'npx corewise report reports/latest',
  compare: 'npx corewise compare c7i/record.jsonl m7g/record.jsonl',
  plan: 'npx corewise plan reports/latest --throughput 5000/s',
  fit: 'npx corewise fit scan.csv --predict 16,64',
  init: 'npx corewise init my-work',
};

/** Lets every command say, where an argument or an option's value is missing, what one looks like. */
export function exampleWhereMissing(program: Command): void {
  for (const command of program.commands) {
    exampleWhereMissing(command);
    command.configureOutput({
      outputError: (text, write) => write(text + exampleFor(command, text)),
    });
  }
}

function exampleFor(command: Command, error: string): string {
  const [, flags] = /^error: option '(.+)' argument missing/.exec(error) ?? [];
  const option = command.options.find((one) => one.flags === flags);
  if (option) return line(rightValue(option));
  if (/^error: required option /.test(error)) return line(`Such as: ${withNeeded(command)}`);
  const example = examples[command.name()];
  return /^error: missing required argument /.test(error) && example ? line(`Such as: ${example}`) : '';
}

const line = (text: string) => (text === '' ? '' : `${text}\n`);

/** What its parser says of a value that is none. */
function rightValue({ parseArg }: Option): string {
  try {
    parseArg?.('', undefined);
    return '';
  } catch (error) {
    if (error instanceof InvalidArgumentError) return error.message;
    throw error;
  }
}

/** The command with all that it needs; files are called as their options. */
function withNeeded(command: Command): string {
  const needed = command.options.filter(({ mandatory }) => mandatory);
  const names = [command.name()];
  for (let parent = command.parent; parent; parent = parent.parent) names.unshift(parent.name());
  const options = needed.map((option) => `${option.long} ${option.name()}.json`);
  return ['npx', ...names, ...options].join(' ');
}
