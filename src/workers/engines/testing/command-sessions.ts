import { expect } from 'vitest';
import { CommandError, TaskError } from '../../../errors.js';
import type { CommandSpec } from '../../../scenario/index.js';
import { dispatches } from '../../dispatch/index.js';
import { isFailure, type LogEntry, type Outcome, type Session } from '../../session/index.js';
import { findEngine } from '../index.js';

/** What a program of Node prints for its arguments, which are `args`. */
export const node = (code: string) => [
  'node',
  '-e',
  `const args = process.argv.slice(1); ${code}`,
  '--',
  '{}',
];
export const echo = node('for (const arg of args) console.log(JSON.stringify(arg));');
export const shell = (script: string) => ['sh', '-c', script, 'sh', '{}'];

export async function runAll(
  session: Session,
  tasks: readonly string[],
  chunksize = 1,
  dispatch = 'imapUnordered',
) {
  const outcomes: Outcome[] = [];
  const found = dispatches.find(({ name }) => name === dispatch)!;
  for await (const outcome of found.run(tasks, chunksize, session)) outcomes.push(outcome);
  return outcomes.sort((a, b) => a.index - b.index);
}

export const valuesOf = (outcomes: readonly Outcome[]) =>
  outcomes.map((outcome) => (isFailure(outcome) ? outcome.error.message : outcome.value));

/** Sessions of commands that run in `folder`; `closeAll` closes those that were opened. */
export function commandSessions(folder: string) {
  const specOf = (argv: readonly string[], more: Partial<CommandSpec> = {}): CommandSpec => ({
    ...{ kind: 'chunks', argv, cwd: folder, tasks: [] },
    ...more,
  });
  const open: Session[] = [];
  const closeAll = () => Promise.all(open.splice(0).map((session) => session.close()));

  const said: LogEntry[] = [];
  async function openWith(
    command: CommandSpec,
    { workers = 1, engine = 'commands' }: { workers?: number; engine?: string } = {},
  ): Promise<Session> {
    said.length = 0;
    const spec = { module: '', export: '', params: {}, seed: 1, workers, command };
    const session = await findEngine(engine).open(spec, undefined, { log: (entry) => said.push(entry) });
    open.push(session);
    return session;
  }

  async function resultOf(
    argv: readonly string[],
    task = 'x',
    more: Partial<CommandSpec> = {},
  ): Promise<unknown> {
    const session = await openWith(specOf(argv, more));
    const [outcome] = await runAll(session, [task]);
    return isFailure(outcome!) ? outcome.error : outcome!.value;
  }

  async function storyOf(argv: readonly string[], more: Partial<CommandSpec> = {}) {
    const error = await resultOf(argv, 'the task', more);
    expect(error).toBeInstanceOf(TaskError);
    expect((error as TaskError).cause).toBeInstanceOf(CommandError);
    return { message: (error as TaskError).message, ...((error as TaskError).cause as CommandError).process };
  }
  return { specOf, openWith, resultOf, storyOf, said, closeAll };
}
