import { existsSync, lstatSync, realpathSync, statSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { UsageError } from '../../errors.js';
import { readRecord, wordsOf } from '../../record/index.js';
import { type Begun, measureChosen } from './action.js';
import type { RunOptions } from './options.js';

/** Beside --resume: the rest of the plan is in the record. */
const allowed: ReadonlySet<string> = new Set<keyof RunOptions>([
  'resume',
  'force',
  'rounds',
  'precision',
  'maxTime',
  'loadTimeout',
  'taskTimeout',
  'caseTimeout',
  'maxWorkerMemory',
  'wait',
  'format',
  'quiet',
  'verbose',
  'json',
]);

/** How far the first part was to go, and what it was to print, say nothing of the next one. */
const renewed: ReadonlySet<string> = new Set<keyof RunOptions>([
  'rounds',
  'precision',
  'maxTime',
  'format',
  'quiet',
  'verbose',
  'json',
]);

/** How each command reads the words of a recorded one. */
export type Commands = Readonly<Record<string, (words: readonly string[]) => Promise<Begun>>>;

/**
 * `corewise run --resume FOLDER`: goes on with the run there, as its record says that it was begun. Throws UsageError
 * where it cannot.
 */
export async function resume(
  scenarios: readonly string[],
  given: RunOptions,
  commands: Commands,
): Promise<number> {
  if (scenarios.length > 0)
    throw new UsageError(
      '--resume takes its scenarios from the record. Leave the names out, or leave out --resume to start over.',
    );
  const other = Object.keys(given).find((name) => !allowed.has(name));
  if (other !== undefined)
    throw new UsageError(`--resume takes its plan from the record: leave out ${flagOf(other)}.`);
  const folder = folderOf(given.resume!);
  const { header } = await readRecord(folder);
  const begun = await begunAs(header.plan.command, folder, commands);
  const plan = Object.entries(begun.options).filter(([name]) => !renewed.has(name));
  const { wait, ...more } = given;
  return measureChosen(begun.choose, {
    ...(Object.fromEntries(plan) as RunOptions),
    ...more,
    ...(wait === false && { wait }),
    label: header.plan.label,
    out: folder,
    resume: folder,
  });
}

function begunAs(command: string, folder: string, commands: Commands): Promise<Begun> {
  const [name = '', ...words] = wordsOf(command) ?? [];
  const read = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (read !== undefined) return read(words);
  throw new UsageError(
    `The run in ${folder} was started by \`${command}\`, which is not a corewise command that can be repeated. In code, \`measure\` resumes it with \`resume: true\`.`,
  );
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
