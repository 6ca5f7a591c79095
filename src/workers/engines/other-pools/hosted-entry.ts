import { workerData } from 'node:worker_threads';
import { type Handle, type Moving, openHosted } from './hosted-worker.js';
import { HOSTED_ENVIRONMENT, type HostedInit, type HostedMessage } from './protocol.js';

// What the pool of another package starts its workers with: it imports this file, and each pool calls it differently.

/** piscina and tinypool call the default export; both mark what moves in the same way. */
interface MovingLibrary {
  default: {
    move(value: object): unknown;
    transferableSymbol: symbol;
    valueSymbol: symbol;
  };
}

interface WorkerpoolLibrary {
  default: {
    worker(methods: Record<string, Handle>): void;
    Transfer: new (message: unknown, transfer: readonly unknown[]) => unknown;
  };
}

interface PoolifierLibrary {
  ThreadWorker: new (run: (message: HostedMessage) => Promise<unknown>) => unknown;
}

const inherited = process.env[HOSTED_ENVIRONMENT];
// tinypool puts a number of its own before what it was given.
const given = inherited === undefined ? workerData : JSON.parse(inherited);
const hosted = (Array.isArray(given) ? given[1] : given) as HostedInit;

const exported = hostedBy(hosted.init.engine);
export default exported;

async function hostedBy(engine: string): Promise<unknown> {
  const { library } = hosted;
  if (engine === 'workerpool') {
    const { default: workerpool } = (await import(library)) as WorkerpoolLibrary;
    const moving: Moving = (answer, moved) => new workerpool.Transfer(answer, moved);
    const chunk = await openHosted(hosted, async () => moving);
    workerpool.worker({ chunk });
    return chunk;
  }
  if (engine === 'poolifier') {
    const { ThreadWorker } = (await import(library)) as PoolifierLibrary;
    const chunk = await openHosted(hosted);
    // It sends back what a function returns, and awaits only what it sees to be asynchronous.
    return new ThreadWorker(async (message) => chunk(message));
  }
  if (inherited !== undefined) return openHosted(hosted);
  return openHosted(hosted, async () => movedBy(await import(library)));
}

function movedBy({ default: library }: MovingLibrary): Moving {
  const { transferableSymbol, valueSymbol } = library;
  return (answer, moved) => library.move({ [transferableSymbol]: moved, [valueSymbol]: answer });
}
