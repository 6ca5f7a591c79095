import { afterEach, describe, expect, it, vi } from 'vitest';
import { isFailure, type LogEntry, type Session } from '../../session/index.js';
import { findEngine } from '../index.js';
import { LONGEST_LINE } from '../worker/output/lines.js';
import type { Talk } from './fixtures/talkative.js';

const module = new URL('./fixtures/talkative.js', import.meta.url).href;
const opened: Session[] = [];
afterEach(async () => {
  for (const session of opened.splice(0)) await session.close();
});

describe.each(['threads', 'processes'])('what a worker of %s says', (name) => {
  async function open(workers = 1) {
    const entries: LogEntry[] = [];
    const session = await findEngine(name).open(
      { module, export: 'default', params: {}, workers, seed: 1 },
      undefined,
      { log: (entry) => entries.push(entry) },
    );
    opened.push(session);
    return { session, entries, said: () => entries.map(({ level, message }) => [level, message]) };
  }

  async function run(session: Session, talk: Talk) {
    const { outcomes } = await session.run({ first: 0, tasks: [talk] });
    return outcomes[0]!;
  }

  it('is heard from the first moment to the last, with its time and the worker', async () => {
    const before = Date.now();
    const { session, entries, said } = await open();
    expect(said()).toEqual([
      ['info', 'loaded'],
      ['info', 'set up'],
    ]);
    await session.close();
    expect(said().slice(2)).toEqual([['info', 'torn down']]);
    for (const { worker, time } of entries) {
      expect(worker).toBe(0);
      expect(time).toBeGreaterThanOrEqual(before);
      expect(time).toBeLessThanOrEqual(Date.now());
    }
  });

  it('by console comes before the result, in order, an entry a call', async () => {
    const { session, said } = await open();
    await run(session, 'console');
    expect(said().slice(2)).toEqual([
      ['info', 'one of 2 { three: 3 }'],
      ['debug', 'debug'],
      ['warn', 'warn'],
      ['error', 'error'],
      ['info', 'group'],
      ['info', '  [Function (anonymous)]'],
      ['info', expect.stringMatching(/^┌.*\n│.*\n├.*\n│.*│ 1 │\n└.*┘$/)],
      ['info', 'count: 1'],
      ['error', 'Assertion failed: assertion'],
    ]);
  });

  it('by writing to its streams comes line by line, the rest when it leaves', async () => {
    const { session, said } = await open();
    await run(session, 'streams');
    expect(said().slice(2)).toEqual([
      ['warn', 'other'],
      ['info', 'half a line'],
    ]);
    await session.close();
    expect(said()).toContainEqual(['info', expect.stringMatching(/^and a rest/)]);
  });

  it('by its log comes the same way', async () => {
    const { session, said } = await open();
    await run(session, 'log');
    expect(said().slice(2)).toEqual([['debug', 'by the worker']]);
  });

  it('is told apart by worker', async () => {
    const { session, entries } = await open(2);
    await Promise.all([0, 1].map((worker) => session.run({ first: worker, tasks: ['log'] }, worker)));
    for (const worker of [0, 1]) {
      const own = entries.filter((entry) => entry.worker === worker).map(({ message }) => message);
      expect(own).toEqual(['loaded', 'set up', 'by the worker']);
    }
  });

  it('is never a result, also where it is a message of its own', async () => {
    const { session, said } = await open();
    expect(await run(session, 'own message')).toEqual({ index: 0, value: 'own message' });
    expect(await run(session, 'log')).toEqual({ index: 0, value: 'log' });
    const warnings = () => said().filter(([level]) => level === 'warn');
    // Of a thread it comes by another port than results, which may overtake it.
    await vi.waitFor(() => expect(warnings().length).toBeGreaterThan(0));
    for (const [, message] of warnings()) expect(message).toMatch(/^a task sent a message of its own by /);
  });

  it('without a bound, without lines or without being text stops nothing and is all there, cut', async () => {
    const { session, said } = await open();
    expect(await run(session, 'flood')).toEqual({ index: 0, value: 'flood' });
    const [long] = said()[2]!.slice(1);
    expect(long).toMatch(/^x+ … \d+ more characters$/);
    expect(long!.length).toBeLessThan(LONGEST_LINE + 100);
    await session.close();
    const lines = said().filter(([, message]) => message!.startsWith('line '));
    expect(new Set(lines.map(([, message]) => message)).size).toBe(20_000);
    expect(lines).toHaveLength(20_000);
  });

  it('last, before it exits, is not lost', async () => {
    const { session, said } = await open();
    expect(isFailure(await run(session, 'last words'))).toBe(true);
    expect(said().slice(2, 3)).toEqual([['info', 'last words']]);
  });
});

async function openProcess() {
  const messages: string[] = [];
  const session = await findEngine('processes').open(
    { module, export: 'default', params: {}, workers: 1, seed: 1 },
    undefined,
    { log: ({ message }) => messages.push(message) },
  );
  opened.push(session);
  return { session, messages };
}

it('a process whose output another one keeps open has ended all the same', async () => {
  const { session, messages } = await openProcess();
  const { outcomes } = await session.run({ first: 0, tasks: ['heir'] });
  process.kill(Number(messages.find((message) => /^\d+$/.test(message))), 'SIGKILL');
  expect(outcomes[0]).toMatchObject({ error: { exitCode: 0 } });
});

it('what a process says on its descriptors before it crashes is heard', async () => {
  const { session, messages } = await openProcess();
  const { outcomes } = await session.run({ first: 0, tasks: ['abort'] });
  expect(outcomes[0]).toMatchObject({ error: { signal: 'SIGABRT' } });
  expect(messages).toContain('to the descriptor itself');
});
