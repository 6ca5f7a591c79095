import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TaskError, UsageError, WorkerLostError } from '../../../errors.js';
import { type Chunk, isFailure, type Session, type StreamResult } from '../../session/index.js';
import { findEngine } from '../index.js';
import type { Streamed } from './fixtures/streamed.js';

const module = new URL('./fixtures/streamed.js', import.meta.url).href;
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
const value = (n: number): Streamed => ({ kind: 'value', value: n });

/** Chunks of so many items; notes what was read of it, and when it was closed. */
class Source {
  read = 0;
  closed = 0;

  constructor(
    private readonly items: readonly Streamed[],
    private readonly size = 1,
    private readonly beforeItem: (at: number) => unknown = () => undefined,
  ) {}

  async *chunks(): AsyncGenerator<Chunk, void> {
    try {
      for (let first = 0; first < this.items.length; first += this.size) {
        await this.beforeItem(first);
        this.read++;
        yield { first, tasks: this.items.slice(first, first + this.size) };
      }
    } finally {
      this.closed++;
    }
  }
}

describe.each([findEngine('threads'), findEngine('processes')])('$name', (engine) => {
  let session: Session;

  const open = async () => {
    session = await engine.open({ module, export: 'default', params: {}, workers: 1, seed: 1 });
  };
  beforeAll(open);
  afterAll(() => session.close());

  const stream = (source: Source) => session.stream!(0, source.chunks());
  const isWorking = async () => {
    const { outcome } = await stream(new Source([value(1), value(2)]));
    expect(outcome).toEqual({ index: 0, value: [1, 2], items: 2 });
  };
  const errorOf = ({ outcome }: StreamResult) => {
    if (!isFailure(outcome)) throw new Error('it did not fail');
    return outcome.error;
  };

  it('items that come late are all taken, in their order', async () => {
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    const source = new Source(upTo(50).map(value), 3, turn);
    const { outcome, untaken } = await stream(source);
    expect(outcome).toEqual({ index: 0, value: upTo(50), items: 50 });
    expect([untaken, source.closed]).toEqual([[], 1]);
  });

  it('a source that throws ends the consumer, and what it threw is why the stream rejects', async () => {
    const broken = (at: number) => {
      if (at === 4) throw new RangeError('no item 4');
    };
    const source = new Source(upTo(9).map(value), 1, broken);
    await expect(stream(source)).rejects.toThrow(new RangeError('no item 4'));
    expect(source.closed).toBe(1);
    await isWorking();
  });

  it('an item that cannot be sent fails the consumer and closes the source', async () => {
    const items = upTo(9).map(value);
    items[3] = { kind: 'carry', what: () => undefined };
    const source = new Source(items);
    const result = await stream(source);
    expect(errorOf(result)).toBeInstanceOf(TaskError);
    expect(errorOf(result).message).toMatch(/Task 3 cannot be sent to a worker/);
    expect(result.outcome.items).toBe(3);
    expect(source.closed).toBe(1);
    await isWorking();
  });

  it('arguments that cannot be sent fail the consumer before it begins', async () => {
    const source = new Source([value(1)]);
    const result = await session.stream!(0, source.chunks(), { args: [() => undefined] });
    expect(errorOf(result).message).toMatch(/cannot be sent to a worker/);
    expect([result.outcome.items, source.read]).toEqual([0, 0]);
    await isWorking();
  });

  it('a worker that exits takes with it what its consumer had taken, and nothing that it had not', async () => {
    // Short items first, so that the consumer is sent several ahead.
    const items = [...upTo(400).map(value), { kind: 'exit' as const, code: 3 }, ...upTo(200).map(value)];
    const source = new Source(items);
    const { outcome, untaken } = await stream(source);
    expect(outcome).toMatchObject({ index: 0, items: 401 });
    expect((outcome as { error: Error }).error).toBeInstanceOf(WorkerLostError);
    expect((outcome as { error: Error }).error).toMatchObject({ exitCode: 3 });
    // All that was read is either lost with the consumer or still there for another.
    expect(untaken.map(({ first }) => first)).toEqual(upTo(source.read).slice(401));
    expect(source.closed).toBe(1);
    await isWorking();
  });

  it.each([
    ['replaced', () => session.replace(0)],
    ['terminated', () => session.terminate()],
  ])('a consumer whose worker is %s is lost, and its source closed', async (what, end) => {
    const hangs = new Promise<void>((resolve) =>
      session.on('log', ({ message }) => message === 'hanging' && resolve()),
    );
    const source = new Source([value(0), { kind: 'hang' }]);
    const running = stream(source);
    await hangs;
    await end();
    const result = await running;
    expect(errorOf(result)).toBeInstanceOf(WorkerLostError);
    expect(result.outcome.items).toBe(2);
    expect(source.closed).toBe(1);
    if (what === 'replaced') return isWorking();
    await expect(stream(source)).rejects.toThrow(UsageError);
    await open();
  });

  it('replacing a worker when it is finished, and closing, wait for its consumer', async () => {
    let goOn: () => void = () => undefined;
    const waits = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const source = new Source(upTo(4).map(value), 1, (at) => (at === 2 ? waits : undefined));
    const running = stream(source);
    const ended: string[] = [];
    const noted = (name: string, promise: Promise<unknown>) => promise.then(() => ended.push(name));
    const all = [
      noted('consumer', running),
      noted('replaced', session.replace(0, 'finished')),
      noted('closed', session.close()),
    ];
    goOn();
    await Promise.all(all);
    expect((await running).outcome).toEqual({ index: 0, value: upTo(4), items: 4 });
    expect(ended[0]).toBe('consumer');
    await open();
  });

  it('chunks that were sent meanwhile run once the consumer has returned', async () => {
    const running = stream(new Source(upTo(3).map(value)));
    const { outcomes } = await session.run({ first: 0, tasks: [value(1), value(2)] }, 0);
    expect(outcomes).toEqual([
      { index: 0, value: 'value' },
      { index: 1, value: 'value' },
    ]);
    expect((await running).outcome).toEqual({ index: 0, value: upTo(3), items: 3 });
  });
});
