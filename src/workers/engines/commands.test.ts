import { afterEach, describe, expect, it } from 'vitest';
import { UsageError } from '../../errors.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { dispatches } from '../dispatch/index.js';
import { isFailure } from '../session/index.js';
import { type Engine, findEngine } from './index.js';
import { commandSessions, echo, node, runAll, shell, valuesOf } from './testing/command-sessions.js';

const folder = temporaryFolder();
const isLinux = process.platform === 'linux';

const { specOf, openWith, resultOf, storyOf, said, closeAll } = commandSessions(folder);
afterEach(closeAll);

const byTask = dispatches.filter(({ perWorker }) => !perWorker).map(({ name }) => name);
const engines: [Engine, number][] = [
  [findEngine('commands'), 2],
  [findEngine('self-parallel'), 2],
  [findEngine('serial'), 1],
];

describe.each(engines)('$name', (engine, workers) => {
  it.each(byTask)('settles every task once under %s, also behind one that fails', async (dispatch) => {
    const argv = shell('for task; do [ "$task" != 4 ] || exit 1; done; for task; do echo "$task"; done');
    const session = await openWith(specOf(argv), { engine: engine.name, workers });
    const tasks = Array.from({ length: 11 }, (_, task) => String(task));
    const outcomes = await runAll(session, tasks, 2, dispatch);
    expect(outcomes.map(({ index }) => index)).toEqual(tasks.map(Number));
    const failed = outcomes.filter(isFailure).map(({ index }) => index);
    expect(failed).toEqual(dispatch === 'apply' ? [4] : [4, 5]);
    const values = valuesOf(outcomes.filter((outcome) => !isFailure(outcome)));
    expect(values.map((value) => String(value).trim())).toEqual(
      tasks.filter((task) => !failed.includes(Number(task))),
    );
  });

  it('closes twice, takes nothing afterwards, and finishes what runs', async () => {
    const session = await openWith(specOf(echo), { engine: engine.name, workers });
    const last = session.run({ first: 0, tasks: ['a'] });
    await Promise.all([session.close(), session.close()]);
    expect(valuesOf((await last).outcomes)).toEqual(['"a"\n']);
    await expect(session.run({ first: 0, tasks: ['a'] })).rejects.toThrow(UsageError);
    await session.terminate();
  });
});

describe('tasks', () => {
  it('arrive as they are, whatever they hold', async () => {
    const odd = ['two words', `it's "quoted"`, '-x', '--', '', 'line\nbreak', '$HOME `x`', '日本語', '{}'];
    const session = await openWith(specOf(echo), { workers: 2 });
    const expected = odd.map((task) => JSON.stringify(task));
    expect(valuesOf(await runAll(session, odd)).map((value) => String(value).trim())).toEqual(expected);
    expect(valuesOf(await runAll(session, odd, odd.length))).toEqual(expected);
  });

  it('arrive on standard input, and in a file', async () => {
    const tasks = ['a b', '', '-c'];
    const input = await openWith(specOf(['cat'], { stdin: true }));
    expect(valuesOf(await runAll(input, tasks, 3))).toEqual(tasks);
    const file = await openWith(specOf(['cat', '{file}']));
    expect(valuesOf(await runAll(file, tasks, 3))).toEqual(tasks);
  });

  it('10,000 of them are a chunk, as lines', async () => {
    const tasks = Array.from({ length: 10_000 }, (_, task) => `task ${task}`);
    const session = await openWith(specOf(['cat'], { stdin: true }));
    expect(valuesOf(await runAll(session, tasks, tasks.length))).toEqual(tasks);
  });

  it.runIf(isLinux)('that are too long for a command line say what to do', async () => {
    const session = await openWith(specOf(['true', '{}']));
    const outcomes = await runAll(
      session,
      Array.from({ length: 50 }, () => 'x'.repeat(100_000)),
      50,
    );
    expect(valuesOf(outcomes)[0]).toContain('Use a smaller --chunksize, {file} or --stdin.');
  });

  it('of a shell are quoted', async () => {
    const value = await resultOf([`for task in {}; do echo "<$task>"; done`], `it's $HOME`, { shell: true });
    expect(value).toBe(`<it's $HOME>\n`);
  });
});

describe('results', () => {
  it('need no line break at their end', async () => expect(await resultOf(['printf', 'abc'])).toBe('abc'));

  it('are bytes where they are no UTF-8', async () => {
    expect(await resultOf(['printf', 'a\\377\\n'])).toEqual(new Uint8Array([0x61, 0xff, 0x0a]));
  });

  it('are a hash where they flood, and memory does not fill', async () => {
    const flood = node(
      'const block = "x".repeat(1 << 16); for (let i = 0; i < 320; i++) { process.stdout.write(block); process.stderr.write(block + "\\n"); }',
    );
    expect(await resultOf(flood)).toMatchObject({
      bytes: 20 * 2 ** 20,
      sha256: expect.stringMatching(/^[\da-f]{64}$/),
    });
    expect(said.length).toBeGreaterThan(200);
  });

  it('do not wait for a program that reads what nobody sends', async () => {
    expect(await resultOf(['cat'])).toBe('');
  });

  it('what it says on standard error is logged line by line', async () => {
    await resultOf(shell('echo one >&2; echo two >&2'));
    expect(said.map(({ message, worker }) => [message, worker])).toEqual([
      ['one', 0],
      ['two', 0],
    ]);
  });
});

describe('a program that fails', () => {
  it('tells its exit code, its time, its last words and the task', async () => {
    const story = await storyOf(shell('echo first >&2; echo last words >&2; exit 3'));
    expect(story).toMatchObject({ exitCode: 3, signal: null, stderr: 'first\nlast words' });
    expect(story.command).toBe(`sh -c 'echo first >&2; echo last words >&2; exit 3' sh 'the task'`);
    expect(story.message).toMatch(
      /^Task 0 \("the task"\) failed in worker 0 \(commands\): it exited with code 3 after [\d.]+ m?s\. It said: last words$/,
    );
  });

  it('of several tasks tells which of them the chunk had', async () => {
    const session = await openWith(specOf(['false']));
    const [outcome] = await runAll(session, ['a', 'b', 'c'], 3);
    expect((outcome as { error: Error }).error.message).toMatch(/^The chunk of tasks 0 to 2 failed/);
  });

  it('is told the signal that ended it', async () => {
    const story = await storyOf(shell('kill -9 $$'));
    expect(story).toMatchObject({ exitCode: null, signal: 'SIGKILL' });
    expect(story.message).toMatch(
      /SIGKILL ended it after .*\. The system kills processes this way when memory/,
    );
  });

  it('is told when there is none', async () => {
    expect((await storyOf(['no-such-program', '{}'])).message).toContain(
      'there is no program "no-such-program"',
    );
  });

  it('is ended when it hangs, with a hint', async () => {
    const story = await storyOf(['sleep', '1000'], { taskTimeoutMs: 100 });
    expect(story).toMatchObject({ exitCode: null, signal: 'SIGTERM' });
    expect(story.message).toMatch(/it had not ended after \d+ ms and was ended; --task-timeout allows more/);
  });

  it('is ended though it ignores being asked to', async () => {
    const story = await storyOf(shell(`trap '' TERM; while :; do sleep 0.05; done`), { taskTimeoutMs: 100 });
    expect(story.signal).toBe('SIGKILL');
  });
});

describe('{workers}', () => {
  const print = ['sh', '-c', 'echo {workers} $THREADS {worker}'];
  const own = { kind: 'self-parallel', env: { THREADS: '{workers}' }, tasks: [''] } as const;

  it('is what a program that parallelises itself is told; it takes one chunk at a time', async () => {
    const session = await openWith(specOf(print, own), { engine: 'self-parallel', workers: 8 });
    expect([session.workers, session.capacity]).toEqual([1, 1]);
    expect(valuesOf(await runAll(session, ['']))).toEqual(['8 8 0\n']);
  });

  it('is 1 in serial, unless that has a form of its own', async () => {
    const told = await openWith(specOf(print, own), { engine: 'serial' });
    expect(valuesOf(await runAll(told, ['']))).toEqual(['1 1 0\n']);
    const plain = await openWith(specOf(print, { ...own, serial: ['echo', 'plain'] }), { engine: 'serial' });
    expect(valuesOf(await runAll(plain, ['']))).toEqual(['plain\n']);
  });

  it('is how many processes there are at a time; {worker} is which of them', async () => {
    const session = await openWith(specOf([...print.slice(0, 2), 'echo {workers} {worker}', 'sh', '{}']), {
      workers: 3,
    });
    const values = new Set(valuesOf(await runAll(session, ['a', 'b', 'c', 'd', 'e', 'f'])));
    for (const value of values) expect(value).toMatch(/^3 [012]\n$/);
  });
});

it('engines of commands take no modules', async () => {
  const spec = { module: 'x', export: 'default', params: {}, seed: 1, workers: 1 };
  await expect(findEngine('commands').open(spec)).rejects.toThrow(
    'commands runs commands, and this is a module',
  );
});
