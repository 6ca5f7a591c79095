import { Command, Option } from 'commander';
import { UsageError } from '../errors.js';
import { defaults, sweepDefaults } from '../measure/preparation/index.js';
import { dispatches } from '../workers/dispatch/index.js';
import { engines } from '../workers/engines/index.js';
import {
  namesOf,
  parseChunksizes,
  parseCores,
  parseDuration,
  parseList,
  parseNames,
  parseParam,
} from './options.js';
import { redisOption } from './redis-option.js';
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
import { cpuQuotaOption, type RunOptions } from './run/options.js';

// Commands have engines of their own: `corewise exec` chooses them.
const engineNames = namesOf(engines.filter(({ takes }) => takes !== 'commands'));
const dispatchNames = namesOf(dispatches);

export function defineRun(command: Command): void {
  command
    .description('Measures scenarios, serial against parallel, and writes a report.')
    .argument('[scenario...]', 'names of shipped scenarios, or paths to .ts, .js, .mjs')
    .option('--suite <suite>', 'a shipped suite, or the path of one (default: default)')
    .option(
      '--engine <names>',
      `${engineNames.join(', ')}${byDefault('engines')}`,
      parseNames('engine', engineNames),
    )
    .option(
      '--dispatch <names>',
      `${dispatchNames.join(', ')}${DISPATCHES}`,
      parseNames('dispatch', dispatchNames),
    )
    .option('--workers <counts>', `1,2,4 or 1..8 or P-1 or auto${byDefault('workers')}`, parseList)
    .option('--chunksize <sizes>', `tasks per message: 1,4,auto${byDefault('chunksizes')}`, parseChunksizes)
    .option('--cores <counts>', `CPUs the run may use: 1,2 or all${byDefault('cores')}`, parseCores)
    .addOption(cpuQuotaOption())
    .option('--param <name=value>', "a scenario's parameter; may be repeated", parseParam)
    .addOption(tuneOption())
    .addOption(roundsOption())
    .addOption(precisionOption())
    .addOption(maxTimeOption())
    .addOption(observationOption())
    .option(
      '--load-timeout <duration>',
      'for each of loading, tasks, setup, prepare, cleanup, teardown (default: 60s)',
      parseDuration,
    )
    .addOption(taskTimeoutOption())
    .addOption(caseTimeoutOption())
    .addOption(workerMemoryOption())
    .addOption(waitOption())
    .option(
      '--for <duration>',
      `how long open-ended tasks run (default: ${defaults.openEndedMs}ms)`,
      parseDuration,
    )
    .option('--cold', 'also measure cold starts: fresh workers in every pass, start-up included')
    .addOption(pinOption())
    .addOption(redisOption())
    .addOption(inspectOption)
    .option('--resume <folder>', 'continue a run that ended early, with its plan and seed')
    .addOption(forceOption);
  for (const option of outputOptions()) command.addOption(option);
  command.addHelpText('after', examples).action(async (scenarios: string[], options: RunOptions) => {
    if (options.resume !== undefined) {
      const { resume } = await import('./run/resume.js');
      process.exitCode = await resume(scenarios, options, { run: begunRun, exec: begunExec });
      return;
    }
    if (options.force) throw new UsageError('--force belongs to --resume.');
    const { run } = await import('./run/action.js');
    process.exitCode = await run(scenarios, options);
  });
}

/** What the words of a recorded command say. Rejects with what commander finds wrong. */
async function begunRun(words: readonly string[]): Promise<Begun> {
  const { chooseSuite } = await import('./run/choose-suite.js');
  const command = new Command('run').exitOverride();
  let begun: Begun | undefined;
  defineRun(command);
  command.action((scenarios: string[], options: RunOptions) => {
    begun = { choose: (loading) => chooseSuite(scenarios, options.suite, loading, options.tune), options };
  });
  await command.parseAsync([...words], { from: 'user' });
  return begun!;
}

async function begunExec(words: readonly string[]): Promise<Begun> {
  return (await import('./exec.js')).begunExec(words);
}

const byDefault = (setting: keyof typeof sweepDefaults) => ` (default: ${sweepDefaults[setting].join(',')})`;
// `--engine` names what is to be compared; then one way of handing out tasks will do.
const DISPATCHES = ` (default: ${sweepDefaults.dispatches.join(',')}; ${sweepDefaults.dispatches[0]} alone with --engine)`;

// Where to attach is said on stderr.
const inspectOption = new Option(
  '--inspect-worker',
  'worker 0 of every case waits for a debugger; nothing is measured',
).conflicts('quiet');

const forceOption = new Option('--force', 'with --resume: even if the scenario, the machine or Node changed');

const examples = `
P is the number of physical cores, N of logical CPUs.
--workers auto is 1, P/2, P and N, and N-1 where N is 4 or more.
--chunksize auto is 1 for imap and imapUnordered; map and starmap cut the tasks
into four chunks for each worker.
A suite has settings of its own instead of these defaults.
--tune tries all that is not named here, of scenarios and of shipped suites.

Examples:
  npx corewise run                                 the default suite
  npx corewise run cycles --workers 1,2,4          on 1, 2 and 4 workers
  npx corewise run ./my-work.ts --param tasks=24   your own, with a parameter
  npx corewise run cycles --cpu-quota 0.5,1,2      which CPU limit it needs
  npx corewise run primes --chunksize 1,4,auto --engine threads,processes
  npx corewise run ./my-work.ts --tune             the best setting of all
  npx corewise run --suite full --max-time 10m --label nightly
  npx corewise run --resume reports/latest         what Ctrl-C or a kill left
  npx corewise run cycles --rounds 10 --json > report.json
  npx corewise run ./my-work.ts --engine serial --inspect-worker   in a debugger`;
