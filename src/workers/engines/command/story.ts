import { CommandError, cutText, type ProcessStory, TaskError } from '../../../errors.js';
import { formatMs } from '../../../stats/index.js';
import type { Chunk } from '../../session/index.js';
import { tookTooMuch } from '../memory-limit.js';
import { meaningOf } from '../message-fed/slots/endings.js';
import type { FilledCommand } from './fill.js';
import { quoted } from './fill.js';
import type { ProgramEnd } from './program.js';

interface Where {
  worker: number;
  engine: string;
}

/** Of a task's text so much is quoted in a sentence. */
const LONGEST_TASK = 80;
const LONGEST_COMMAND = 300;

/** Whether the program did what it was asked. */
export function hasSucceeded({ exitCode, signal, overdueMs, overMemory }: ProgramEnd): boolean {
  return exitCode === 0 && signal === null && overdueMs === undefined && !overMemory;
}

/** One program that failed: what it was doing, how it ended, what it said last. */
export function failedCommand(chunk: Chunk, where: Where, filled: FilledCommand, end: ProgramEnd): TaskError {
  const cause = new CommandError(
    `${endOf(end)}.${killedBySystem(end)}${lastWords(end.stderr)}`,
    storyOf(filled, end),
  );
  return errorOf(chunk, where, cause);
}

/** How a program ended, for the record. */
export function storyOf(filled: FilledCommand, end: ProgramEnd): ProcessStory {
  const { exitCode, signal, stderr, seen } = end;
  return {
    command: cutText(commandText(filled), LONGEST_COMMAND, 0),
    exitCode,
    signal,
    wallMs: end.finished - end.started,
    ...(end.cpuMs !== undefined && { cpuMs: end.cpuMs }),
    ...(seen.peakMemoryMiB !== undefined && { peakMemoryMiB: seen.peakMemoryMiB }),
    stderr,
  };
}

/** What a signal says that was not sent here; follows a sentence. */
export function killedBySystem({ signal, overdueMs, overMemory }: ProgramEnd): string {
  return overdueMs === undefined && !overMemory ? meaningOf(signal) : '';
}

/** The last line of standard error, as a sentence that follows others; nothing where there is none. */
export function lastWords(stderr: string): string {
  const last = stderr
    .split('\n')
    .filter((line) => line.trim() !== '')
    .at(-1);
  return last === undefined ? '' : ` It said: ${cutText(last.trim(), LONGEST_COMMAND, 0)}`;
}

/** One that could not be started, and what the system said. */
export function unstarted(chunk: Chunk, where: Where, filled: FilledCommand, thrown: unknown): TaskError {
  return errorOf(chunk, where, whyUnstarted(filled, thrown));
}

/** Why a program could not be started; the message follows what was to be done. */
export function whyUnstarted(filled: FilledCommand, thrown: unknown): CommandError {
  const process = {
    command: cutText(commandText(filled), LONGEST_COMMAND, 0),
    exitCode: null,
    signal: null,
    wallMs: 0,
    stderr: '',
  };
  return new CommandError(startProblem(filled.program, thrown), process);
}

function errorOf({ first, tasks }: Chunk, { worker, engine }: Where, cause: CommandError): TaskError {
  const [task] = tasks as string[];
  const which =
    tasks.length === 1
      ? `Task ${first}${task ? ` (${shown(task)})` : ''}`
      : `The chunk of tasks ${first} to ${first + tasks.length - 1}`;
  const text = `${which} failed in worker ${worker} (${engine}): ${cause.message}`;
  return new TaskError(text, first, worker, engine, { cause });
}

function shown(task: string): string {
  return JSON.stringify(cutText(task, LONGEST_TASK, 0));
}

/** `it exited with code 3 after 41.0 ms`. */
function endOf({ exitCode, signal, overdueMs, overMemory, started, finished }: ProgramEnd): string {
  if (overMemory) return `it ${tookTooMuch(overMemory)}, and was ended`;
  const time = formatMs(finished - started);
  if (overdueMs !== undefined)
    return `it had not ended after ${formatMs(overdueMs)} and was ended; --task-timeout allows more`;
  return signal === null
    ? `it exited with code ${exitCode} after ${time}`
    : `${signal} ended it after ${time}`;
}

function startProblem(program: string, thrown: unknown): string {
  const { code, message } = thrown as NodeJS.ErrnoException;
  if (code === 'E2BIG')
    return 'its arguments are longer than the system allows. Use a smaller --chunksize, {file} or --stdin.';
  if (code === 'ENOENT')
    return `there is no program "${program}", or the folder to run it in does not exist.`;
  if (code === 'EACCES') return `${program} may not be executed.`;
  if (code === 'ERR_INVALID_ARG_VALUE')
    return 'its arguments hold a zero byte, which cannot be passed to a program.';
  return `it could not be started: ${message}`;
}

/** As one would type it. */
function commandText({ program, args, env }: FilledCommand): string {
  const words = [program, ...args].map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : quoted(word)));
  return [...Object.entries(env).map(([name, value]) => `${name}=${value}`), ...words].join(' ');
}
