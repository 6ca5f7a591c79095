import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WorkerLostError } from '../../errors.js';
import { startProgram } from '../../testing/command-line.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { engines, fixture, Gate, openPool, rejection, upTo } from './testing/pools.js';

const folder = temporaryFolder();
const program = (name: string) => fileURLToPath(fixture(`programs/${name}`));
const squares = (count: number) => upTo(count).map((item) => item * item);

/** Kills the process of a worker, as the system does when memory runs out. */
const killed = (pid: number) => process.kill(pid, 'SIGKILL');

describe.each(engines)('%s', (engine) => {
  if (engine === 'processes') {
    it('48 given a worker that is killed from outside, when it ran a task, then that rejects with the signal', async () => {
      const watched = await openPool({ engine, workers: 2 });
      const { pool } = watched;
      const { pid } = await pool.apply('whereabouts');
      const running = rejection(pool.map('neverSettle', [1, 2], { chunksize: 1, settled: true }));
      await watched.said('began', 2);
      killed(pid);
      await watched.hasLost();
      expect(watched.lost[0]).toMatchObject({ exitCode: null, signal: 'SIGKILL' });
      expect(await pool.apply('square', [4])).toBe(16);
      await pool.terminate();
      await running;
    });

    it('48 given a killed worker, when its task rejects, then the error names worker, engine and signal', async () => {
      const watched = await openPool({ engine });
      const { pid } = await watched.pool.apply('whereabouts');
      const running = rejection(watched.pool.apply('neverSettle'));
      await watched.said('began');
      killed(pid);
      const error = await running;
      expect(error).toBeInstanceOf(WorkerLostError);
      expect(error).toMatchObject({ worker: 0, exitCode: null, signal: 'SIGKILL' });
      expect((error as Error).message).toMatch(/Worker 0 \(processes\).*SIGKILL/);
    });

    it.each(['SIGSEGV', 'SIGABRT'] as const)(
      '49 given a task that ends in %s, when applied, then others are unharmed',
      async (signal) => {
        const gate = new Gate(folder);
        const watched = await openPool({ engine, workers: 2 });
        const other = watched.pool.apply('hold', [gate.path]);
        await watched.said('began');
        expect(await rejection(watched.pool.apply('killSelf', [signal]))).toMatchObject({
          signal,
          exitCode: null,
        });
        gate.open();
        expect(await other).toEqual(expect.any(String));
        expect(await watched.pool.map('square', upTo(5))).toEqual(squares(5));
      },
    );
  }

  it('50 given a worker that ends while a large result may be on its way, when applied, then all of it comes or an error', async () => {
    const { pool } = await openPool({ engine });
    const bytes = 48 * 2 ** 20;
    const outcome = await pool.apply('largeThenExit', [bytes]).catch((error: Error) => error);
    if (outcome instanceof Error) expect(outcome).toBeInstanceOf(WorkerLostError);
    else expect(outcome).toHaveLength(bytes);
    expect(await pool.apply('square', [3])).toBe(9);
  });

  it('50 given large arguments for workers that end, when mapped, then each rejects and nothing hangs', async () => {
    const watched = await openPool({ engine, workers: 2 });
    const { pool } = watched;
    const items = upTo(3).map(() => new Uint8Array(16 * 2 ** 20));
    const results = await pool.map('exitOn', items, { chunksize: 1, settled: true });
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(await pool.apply('square', [3])).toBe(9);
    // Each ended one worker: none ran twice.
    expect(watched.lost).toHaveLength(3);
  });

  // From Node 24 on, a thread that fills its heap may take the process with it, or hang.
  const survivesFullHeap = engine === 'processes' || Number.parseInt(process.versions.node, 10) < 24;

  it.skipIf(!survivesFullHeap)(
    '56 given a task that fills the heap, when it runs, then it rejects and a new worker serves the next',
    async () => {
      const { code, stdout, stderr } = await startProgram(
        process.execPath,
        ['--max-old-space-size=48', program('fill-heap'), engine],
        folder,
      ).ended;
      expect(code, stderr).toBe(0);
      const { name, text, next } = JSON.parse(stdout) as { name: string; text: string; next: number };
      expect({ name, next }).toEqual({ name: 'WorkerLostError', next: 9 });
      expect(text).toMatch(
        engine === 'threads'
          ? /ran out of memory: .*memory limit/
          : /ran out of memory \(signal (SIGABRT|SIGTRAP|SIGILL)\): /,
      );
    },
  );

  it('57 given a program that is killed, when its workers compute, then they end, too', async () => {
    const watchers = await listen(join(folder, `s-${engine}`));
    const started = startProgram(
      process.execPath,
      [program('spinning-workers'), engine, watchers.path],
      folder,
    );
    const sockets = await watchers.connected(2);
    const ends = sockets.map((socket) => once(socket, 'close'));
    process.kill(started.child.pid!, 'SIGKILL');
    await Promise.all(ends);
    await started.ended;
  });

  it('58 given 100,000 calls in one turn, when they are awaited, then all have their answers', async () => {
    const { pool } = await openPool({ engine });
    const calls: Promise<number>[] = [];
    for (let item = 0; item < 100_000; item++) calls.push(pool.apply('square', [item]));
    const results = await Promise.all(calls);
    expect(results.every((result, item) => result === item * item)).toBe(true);
    expect(pool.stats).toEqual({
      submitted: 100_000,
      queued: 0,
      running: 0,
      done: 100_000,
      failed: 0,
      lost: 0,
      cancelled: 0,
    });
  });
});

/** A socket that workers connect to: the system closes their end when they are gone, however they went. */
async function listen(path: string) {
  const sockets: Socket[] = [];
  let arrived: () => void = () => undefined;
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => undefined).resume());
    arrived();
  });
  server.listen(path);
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const connected = (count: number) =>
    new Promise<Socket[]>((resolve) => {
      arrived = () => sockets.length >= count && resolve(sockets);
      arrived();
    });
  return { path, connected };
}
