import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { median } from '../../src/stats/index.js';

const program = new URL('./isolate.js', import.meta.url);

/** After so many passes, about a third of a second, V8 has compiled what it will compile. */
const WARM_UP = 25;
const PASSES = 11;

interface Isolate {
  /** Its CPU time, ms. */
  pass(): Promise<number>;
  end(): Promise<unknown>;
}

export const kinds: Readonly<Record<string, (shape: string, side: string) => Isolate>> = {
  'main thread': (shape, side) => {
    const child = fork(fileURLToPath(program), [shape, side]);
    return isolateOf(
      child,
      () => child.send(0),
      () => child.kill(),
    );
  },
  'worker thread': (shape, side) => {
    const worker = new Worker(program, { argv: [shape, side] });
    return isolateOf(
      worker,
      () => worker.postMessage(0),
      () => worker.terminate(),
    );
  },
};

function isolateOf(from: NodeJS.EventEmitter, ask: () => void, stop: () => unknown): Isolate {
  return {
    async pass() {
      ask();
      const [ms] = await once(from, 'message');
      return ms as number;
    },
    end: () => Promise.all([once(from, 'exit'), stop()]),
  };
}

/** Median CPU time of a pass in two fresh isolates, ms, whose passes took turns. */
export async function pairOf(kind: string, shape: string): Promise<{ ours: number; hand: number }> {
  const sides = { ours: kinds[kind]!(shape, 'ours'), hand: kinds[kind]!(shape, 'hand') };
  const times = { ours: [] as number[], hand: [] as number[] };
  for (let pass = 0; pass < WARM_UP + PASSES; pass++) {
    // Whichever comes first would otherwise gain or lose by it every time.
    for (const side of pass % 2 === 0 ? (['ours', 'hand'] as const) : (['hand', 'ours'] as const)) {
      times[side].push(await sides[side].pass());
    }
  }
  await Promise.all([sides.ours.end(), sides.hand.end()]);
  return { ours: median(times.ours.slice(WARM_UP)), hand: median(times.hand.slice(WARM_UP)) };
}
