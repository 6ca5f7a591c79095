import { Command, InvalidArgumentError } from 'commander';
import { UsageError } from '../errors.js';
import type { ExecOptions } from './exec/action.js';
import { parseChunksizes, parseCores, parseDuration, parseList } from './options.js';
import type { Begun } from './run/action.js';
import {
  caseTimeoutOption,
  maxTimeOption,
  observationOption,
  outputOptions,
  pinOption,
  precisionOption,
  roundsOption,
  taskTimeoutOption,
  tuneOption,
  waitOption,
  workerMemoryOption,
} from './run/measuring-options.js';
import { cpuQuotaOption } from './run/options.js';

export function defineExec(command: Command): void {
  command
    .description('Measures any command: one that parallelises itself, or one process per chunk of tasks.')
    .argument('[command...]', 'after --: the program and its arguments, with {workers} or {}')
    .option('--workers <counts>', '1,2,4 or 1..8 or P-1 or auto (default: auto)', parseList)
    .option('--copies <counts>', 'whole programs at once: 1..4 or auto', parseList)
    .option('--range <from..to>', 'the tasks: whole numbers, such as 1..12')
    .option('--lines <file>', 'the tasks, one per line; - reads stdin')
    .option('--chunksize <sizes>', 'tasks per process: 1,4 (default: 1)', parseChunksizes)
    .option('--persistent', 'one process per worker that stays up and answers tasks as lines of JSON')
    .option('--stdin', 'give each process its tasks on standard input, one per line')
    .option('--serial <command>', 'what serial runs, if the program has a form without workers')
    .option('--env <name=value>', 'set a variable, such as THREADS={workers}; may be repeated', parseVariable)
    .option('--shell', 'the command is one string for sh -c')
    .option('--verify', 'also compare the output of programs that parallelise themselves')
    .option('--no-verify', 'do not compare outputs with those of serial')
    .option('--cores <counts>', 'CPUs the run may use: 1,2 or all (default: all)', parseCores)
    .addOption(cpuQuotaOption())
    .addOption(tuneOption())
    .addOption(roundsOption())
    .addOption(precisionOption())
    .addOption(maxTimeOption())
    .addOption(observationOption())
    .option(
      '--load-timeout <duration>',
      'until a persistent process says that it is ready (default: 60s)',
      parseDuration,
    )
    .addOption(taskTimeoutOption())
    .addOption(caseTimeoutOption())
    .addOption(workerMemoryOption())
    .addOption(waitOption())
    .addOption(pinOption());
  for (const option of outputOptions()) command.addOption(option);
  command
    .addHelpText('after', examples)
    .action(async (words: string[], options: ExecOptions, { parent }: Command) => {
      const { exec } = await import('./exec/action.js');
      process.exitCode = await exec(words, allWordsOf(parent), options);
    });
}

/** Commander puts what stands before -- and behind it into one list. */
const allWordsOf = (program: Command | null) =>
  (program as unknown as { rawArgs: readonly string[] }).rawArgs;

/** What the words of a recorded command say. Rejects with what commander finds wrong, and with UsageError. */
export async function begunExec(words: readonly string[]): Promise<Begun> {
  const { begunBy } = await import('./exec/action.js');
  const program = new Command('corewise').exitOverride();
  const command = program.command('exec').exitOverride();
  let begun: Begun | undefined;
  defineExec(command);
  command.action((argv: string[], options: ExecOptions) => {
    if (options.lines === '-')
      throw new UsageError('Its tasks came from standard input, which no record keeps: run it again.');
    begun = begunBy(argv, allWordsOf(program), options);
  });
  await program.parseAsync(['exec', ...words], { from: 'user' });
  return begun!;
}

/** `NAME=value`; a value may be empty. */
function parseVariable(text: string, earlier: Record<string, string> = {}): Record<string, string> {
  const [, name, value] = /^([A-Za-z_][A-Za-z\d_]*)=([\s\S]*)$/.exec(text) ?? [];
  if (name === undefined)
    throw new InvalidArgumentError('Write NAME=value, such as OMP_NUM_THREADS={workers}.');
  if (Object.hasOwn(earlier, name)) throw new InvalidArgumentError(`"${name}" is given twice.`);
  return { ...earlier, [name]: value! };
}

const examples = `
Placeholders, anywhere in the command and in values of --env:
  {workers}  how many workers the program may use: it parallelises itself
  {}         the tasks of a chunk; an argument that holds it is repeated per task
  {file}     a temporary file with the tasks of the chunk, one per line
  {worker}   which of the workers runs it, from 0
Programs run as they are given, without a shell, in the current folder. Each is
run many times, so no run may change what the next one does.

Examples:
  npx corewise exec --workers 1,2,4 -- pytest -n {workers}
  npx corewise exec --env RAYON_NUM_THREADS={workers} -- ./my-program
  npx corewise exec --range 1..12 --chunksize 1,4 -- python3 work.py {}
  ls *.json | npx corewise exec --lines - --workers 1,2,4 -- gzip -kf {}
  npx corewise exec --persistent --range 1..12 --workers 1,2 -- python3 worker.py
  npx corewise exec --copies 1..4 -- ./my-pipeline`;
