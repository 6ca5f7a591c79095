import { Option } from 'commander';
import { pinModes } from '../../host/index.js';
import { defaults } from '../../measure/preparation/index.js';
import {
  jsonOption,
  parseDuration,
  parseNames,
  parsePercentage,
  parseRounds,
  parseWholeNumber,
  verboseOption,
} from '../options.js';
import { parseMemory } from '../plan/quantities.js';

/** With a fixed number of rounds there is no precision to wait for. */
export const roundsOption = () =>
  new Option('--rounds <count>', 'run exactly this many rounds (default: until precise)')
    .argParser(parseRounds)
    .conflicts('precision');

export const tuneOption = () =>
  new Option(
    '--tune',
    'find the best setting: try all, drop round by round what cannot be the best',
  ).conflicts(['cores', 'cpuQuota', 'cold', 'inspectWorker']);

export const precisionOption = () =>
  new Option(
    '--precision <share>',
    `stop when every speedup is known this well (default: ${100 * defaults.precision}%)`,
  ).argParser(parsePercentage);

export const maxTimeOption = () =>
  new Option(
    '--max-time <duration>',
    `end the run after this time (default: ${defaults.maxTimeMs / 1000}s; none with --rounds)`,
  ).argParser(parseDuration);

export const taskTimeoutOption = () =>
  new Option('--task-timeout <duration>', 'how long one task may take (default: 10m)').argParser(
    parseDuration,
  );

export const observationOption = () =>
  new Option(
    '--observation <duration>',
    `run passes for this long on each visit to a case (default: ${defaults.observationMs}ms)`,
  ).argParser(parseDuration);

export const caseTimeoutOption = () =>
  new Option(
    '--case-timeout <duration>',
    'how long one visit of a case may take (default: far beyond what serial suggests)',
  ).argParser(parseDuration);

export const workerMemoryOption = () =>
  new Option('--max-worker-memory <size>', 'end a worker that holds more, such as 512MiB').argParser(
    parseMemory,
  );

export const waitOption = () => new Option('--no-wait', 'measure even while other programs compute');

export const pinOption = () =>
  new Option('--pin <mode>', `keep each worker on a CPU of its own (default: ${defaults.pin})`).choices([
    ...pinModes,
  ]);

/** Of a run's report. Written out, since the renderers are slow to load and not needed until something was measured. */
export const formats = ['html', 'json', 'md', 'csv', 'png', 'trace'] as const;

/** The address that --detect-instance asks belongs to the cloud's own network; nothing is asked without it. */
export const outputOptions = () => [
  new Option('--seed <number>', `seed for the tasks and their order (default: ${defaults.seed})`).argParser(
    parseWholeNumber,
  ),
  new Option('--label <text>', 'name of the run (default: what is measured)'),
  new Option('--out <folder>', 'where to write (default: reports/<date>-<label>)'),
  new Option('--format <names>', `${formats.join(', ')} (default: html,json,md,png)`).argParser(
    parseNames('format', formats),
  ),
  new Option('--instance-type <name>', "the machine's instance type, such as c7i.2xlarge"),
  new Option('--detect-instance', "ask the cloud's metadata service for the instance type").conflicts(
    'instanceType',
  ),
  new Option('--quiet', 'print nothing but errors on stderr'),
  verboseOption,
  jsonOption,
];
