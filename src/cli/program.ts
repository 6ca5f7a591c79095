import { Command, InvalidArgumentError, type Option } from 'commander';
import { version } from '../own-package.js';
import { exitCodeOf, survivePipes, untilDone } from './exit.js';

/** A command's options, arguments and action, given to one that has its name and its line in the help. */
type Define = (command: Command) => void;

interface Entry {
  name: string;
  summary: string;
  load: () => Promise<Define>;
}

/** In the order of the help. Each command's file is loaded when that command is asked for: `--help` waits for none. */
const commands: readonly Entry[] = [
  {
    name: 'run',
    summary: 'measure scenarios and write a report',
    load: async () => (await import('./run.js')).defineRun,
  },
  {
    name: 'exec',
    summary: 'measure any command as a scenario',
    load: async () => (await import('./exec.js')).defineExec,
  },
  {
    name: 'report',
    summary: 'write the report of a record again',
    load: async () => (await import('./report.js')).defineReport,
  },
  {
    name: 'open',
    summary: 'open the report of a run in the browser',
    load: async () => (await import('./open.js')).defineOpen,
  },
  {
    name: 'compare',
    summary: 'compare machines, or before and after',
    load: async () => (await import('./compare.js')).defineCompare,
  },
  {
    name: 'plan',
    summary: 'say which instances meet a demand, and at what cost',
    load: async () => (await import('./plan.js')).definePlan,
  },
  {
    name: 'fit',
    summary: 'fit a scaling law to measurements of any tool',
    load: async () => (await import('./fit.js')).defineFit,
  },
  {
    name: 'host',
    summary: 'show the machine as runs will find it',
    load: async () => (await import('./host.js')).defineHost,
  },
  {
    name: 'list',
    summary: 'list scenarios, suites, engines and dispatches',
    load: async () => (await import('./list.js')).defineList,
  },
  {
    name: 'catalog',
    summary: 'instance types and their prices: list, import',
    load: async () => (await import('./catalog.js')).defineCatalog,
  },
  {
    name: 'worker',
    summary: 'let other machines measure with this one, over Redis',
    load: async () => (await import('./worker.js')).defineWorker,
  },
  {
    name: 'init',
    summary: 'write a scenario or a suite to start from',
    load: async () => (await import('./init.js')).defineInit,
  },
];

/** Does what the words say; the process ends with the exit code that this sets. */
export async function runCommandLine(words: readonly string[]): Promise<void> {
  survivePipes();
  process.exitCode = await untilDone(() =>
    exitCodeOf(async () => (await createProgram(words)).parseAsync(words, { from: 'user' })),
  );
}

/**
 * The command line; commander's errors are thrown. Of the commands only the one that `words` name is complete, the
 * others have their line in the help; without `words` all are.
 */
export async function createProgram(words?: readonly string[]): Promise<Command> {
  const program = new Command('corewise')
    .description('Measures how CPU-bound work scales with workers, chunk sizes and cores.')
    .version(version)
    .exitOverride();
  for (const { name, summary, load } of commands) {
    const command = program.command(name).summary(summary);
    if (words === undefined || isNamed(name, words)) (await load())(command);
  }
  exampleWhereMissing(program);
  return program;
}

/** Whether a word is the command that is called, or that `help` is asked for. */
function isNamed(command: string, words: readonly string[]): boolean {
  const named = words.filter((word) => !word.startsWith('-'));
  return named[named[0] === 'help' ? 1 : 0] === command;
}

/** By name of the command: one that works, for who left out what it needs. */
const examples: Readonly<Record<string, string>> = {
  report: 'npx corewise report reports/latest',
  compare: 'npx corewise compare c7i/record.jsonl m7g/record.jsonl',
  plan: 'npx corewise plan reports/latest --throughput 5000/s',
  fit: 'npx corewise fit scan.csv --predict 16,64',
  init: 'npx corewise init my-work',
};

/** Lets every command say, where an argument or an option's value is missing, what one looks like. */
function exampleWhereMissing(program: Command): void {
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
