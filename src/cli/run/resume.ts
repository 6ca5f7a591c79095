import { existsSync, lstatSync, realpathSync, statSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { UsageError } from '../../errors.js';
import { readRecord, wordsOf } from '../../record/index.js';
import { measureChosen } from './action.js';
import type { RunOptions } from './options.js';
import { chooseSuite } from './suite-choice.js';

/** What the words of `corewise run` say. */
export interface RunWords {
  scenarios: string[];
  options: RunOptions;
}

/** Beside --resume: the rest of the plan is in the record. */
const allowed: ReadonlySet<string> = new Set<keyof RunOptions>([
  'resume',
  'force',
  'rounds',
  'precision',
  'maxTime',
  'loadTimeout',
  'taskTimeout',
  'wait',
  'quiet',
  'verbose',
  'json',
]);

/** How far the first part was to go, and what it was to print, say nothing of the next one. */
const renewed: ReadonlySet<string> = new Set<keyof RunOptions>([
  'rounds',
  'precision',
  'maxTime',
  'quiet',
  'verbose',
  'json',
]);

/**
 * `corewise run --resume FOLDER`: goes on with the run there, as its record says that it was begun. `parse` reads the
 * words of such a command. Throws UsageError where it cannot.
 */
export async function resume(
  { scenarios, options: given }: RunWords,
  parse: (words: readonly string[]) => Promise<RunWords>,
): Promise<number> {
  if (scenarios.length > 0)
    throw new UsageError(
      '--resume takes the scenarios from the record: name none, or run them anew without it.',
    );
  const other = Object.keys(given).find((name) => !allowed.has(name));
  if (other !== undefined)
    throw new UsageError(`--resume takes its plan from the record: leave out ${flagOf(other)}.`);
  const folder = folderOf(given.resume!);
  const { header } = await readRecord(folder);
  const begun = await parse(wordsOfRun(header.plan.command, folder));
  const plan = Object.entries(begun.options).filter(([name]) => !renewed.has(name));
  const { wait, ...more } = given;
  return measureChosen((loading) => chooseSuite(begun.scenarios, begun.options.suite, loading), {
    ...(Object.fromEntries(plan) as RunOptions),
    ...more,
    ...(wait === false && { wait }),
    label: header.plan.label,
    out: folder,
    resume: folder,
  });
}

function flagOf(option: string): string {
  return `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Of a record its folder; where a link leads, such as reports/latest. */
function folderOf(path: string): string {
  if (!existsSync(path)) return path;
  const folder = statSync(path).isFile() ? dirname(path) : path;
  return lstatSync(folder).isSymbolicLink() ? relative('', realpathSync(folder)) : folder;
}

function wordsOfRun(command: string, folder: string): string[] {
  const [name, ...words] = wordsOf(command) ?? [];
  if (name === 'run') return words;
  throw new UsageError(
    `The run in ${folder} was begun by \`${command}\`; only those of \`corewise run\` can be resumed by their record alone.`,
  );
}
