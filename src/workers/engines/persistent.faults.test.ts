import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandError, CorewiseError, WorkerLostError } from '../../errors.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { dispatches } from '../dispatch/index.js';
import { isFailure, type Outcome, type Session, within } from '../session/index.js';
import { findEngine } from './index.js';

const program = fileURLToPath(new URL('./fixtures/faulty-lines-worker.js', import.meta.url));
const folder = temporaryFolder();

const faults = ['throws', 'rejects', 'exit 0', 'exit 1', 'SIGKILL', 'SIGSEGV', 'heap exhausted'];
const hanging = ['endless loop', 'never resolves'];
const stages = ['import', 'run', 'result encode', 'after the reply', 'idle', 'close'];

/** What of the pool's cells programs do not have, and why. */
const notHere = [
  'throws a falsy value: a program has no exceptions to tell, only exit codes and errors as text',
  'initializer: a program begins as it likes, before it says that it is ready',
  'argument decode: what a program makes of a line is its own affair',
  'consume: the protocol has tasks, and no consumers',
  'never resolves, after the reply and while idle: nobody waits for it',
];

const cells = stages.flatMap((stage) =>
  [...faults, ...hanging]
    .filter((fault) => fault !== 'never resolves' || !(stage === 'after the reply' || stage === 'idle'))
    .map((fault) => ({ stage, fault })),
);

const HANGS_MS = 30_000;
let marks = 0;

async function open(stage: string, fault: string, mark: string): Promise<Session> {
  const argv = [process.execPath, '--max-old-space-size=32', program, stage, fault, mark];
  const command = {
    kind: 'persistent',
    argv,
    env: {},
    cwd: folder,
    tasks: [],
    taskTimeoutMs: 1_000,
  } as const;
  const spec = { module: '', export: '', params: {}, workers: 2, seed: 1, command };
  return findEngine('persistent').open({ ...spec, loadTimeoutMs: 2_000, closeTimeoutMs: 300 });
}

describe.each(cells)('persistent: $fault at $stage', ({ stage, fault }) => {
  const mark = join(folder, `mark-${marks++}`);
  const fails = stage === 'run' || stage === 'result encode';
  let session: Session;

  beforeAll(async () => {
    session = await open(stage, fault, mark);
  });
  afterAll(() => session.terminate());

  async function settled(dispatch: (typeof dispatches)[number], tasks: unknown[]): Promise<Outcome[]> {
    const run = async () => {
      const outcomes: Outcome[] = [];
      for await (const outcome of dispatch.run(tasks, 1, session)) outcomes.push(outcome);
      return outcomes.sort((a, b) => a.index - b.index);
    };
    const state = () => new Error(`hangs: ${JSON.stringify(session.running?.())}`);
    return within(run(), HANGS_MS, state);
  }

  const byTask = dispatches.filter(({ perWorker }) => !perWorker);
  // Beyond a task itself they differ in nothing that a program sees.
  const some =
    stage === 'run' ? byTask : byTask.filter(({ name }) => name === 'map' || name === 'imapUnordered');

  it.each(some)('$name', async (dispatch) => {
    const tasks = [0, 1, 'bad', 3, 4, 5];
    const outcomes = await settled(dispatch, tasks);
    expect(outcomes.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5]);
    const failed = outcomes.filter(isFailure);
    for (const { error } of failed) expect(error).toBeInstanceOf(WorkerLostError);
    for (const outcome of outcomes) if (!isFailure(outcome)) expect(outcome.value).toBe(tasks[outcome.index]);
    if (fails) expect(failed.map(({ index }) => index)).toEqual([2]);
    if (fails) expect(failed[0]!.error.cause).toBeInstanceOf(CommandError);
    if (stage === 'close') expect(failed).toEqual([]);
    if (stage === 'idle' || stage === 'import') writeFileSync(mark, '');
    if (stage === 'import') return;
    // What stood behind a program that ended cannot be told from what it had begun.
    const next = (await settled(dispatch, [7, 8, 9, 10])).filter(isFailure);
    expect(failed.length + next.length).toBeLessThanOrEqual(1 + (fails ? 0 : 1));
  });

  if (stage === 'import')
    it('that no worker can start any more is told by every later task', async () => {
      const map = dispatches.find(({ name }) => name === 'map')!;
      await settled(map, ['bad', 'bad', 'bad', 'bad', 'bad', 'bad', 'bad']);
      const outcomes = await settled(map, [1, 2]);
      expect(
        outcomes.every((outcome) => isFailure(outcome) && outcome.error instanceof WorkerLostError),
      ).toBe(true);
      await expect(open(stage, fault, mark)).rejects.toBeInstanceOf(CorewiseError);
    });

  it('and it closes', async () => {
    await within(session.close(), HANGS_MS, () => new Error('close hangs'));
  });
});

it('what programs do not have is told', () => {
  process.stdout.write(`${notHere.join('\n')}\n`);
  expect(notHere).toHaveLength(5);
});
