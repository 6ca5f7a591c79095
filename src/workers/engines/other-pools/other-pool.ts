import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import type { SessionSpec } from '../engine.js';
import type { HostedInit, HostedMessage } from './protocol.js';

/** A worker as another package's pool has it: a thread or a child process. */
export interface Hosted {
  /** Thread id or process id. */
  readonly id: number;
  /** Both as Node's own Worker and ChildProcess emit them. */
  once(event: 'exit', listener: (code: number | null, signal?: string | null) => void): unknown;
  once(event: 'error', listener: (thrown: unknown) => void): unknown;
  /** Ends it now, whatever its pool does; resolves once it has ended. */
  end(): Promise<unknown>;
}

export const hostedThread = (thread: Worker): Hosted => ({
  id: thread.threadId,
  once: thread.once.bind(thread) as Hosted['once'],
  end: () => thread.terminate(),
});

/** What it emits as an error is not told: its pool has it emit one when it exits. */
export const hostedProcess = (child: ChildProcess): Hosted => ({
  id: child.pid ?? 0,
  once: (event: string, listener: (how: never, signal?: string | null) => void) =>
    event === 'error' ? undefined : child.once(event as 'exit', listener as () => void),
  end: async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  },
});

/** A pool of another package with its workers started. */
export interface OtherPool {
  /** Gives the message to the pool as one of its own tasks. Rejects or throws what the pool does. */
  run(message: HostedMessage, transfer: readonly unknown[] | undefined): PromiseLike<unknown>;
  /** The workers that there are now. */
  workers(): readonly Hosted[];
  /** Ends the workers now. */
  destroy(): PromiseLike<unknown>;
}

export interface StartOptions {
  spec: SessionSpec;
  /** The file that its workers run, as a URL. */
  entry: URL;
  /** For the workers. */
  hosted: HostedInit;
}

/** How corewise uses another package's pool. */
export interface OtherPackage<Library = unknown> {
  /** Of the engine. */
  readonly name: string;
  /** As it is installed. */
  readonly package: string;
  readonly description: string;
  /** How its pool is set, as the report says it. */
  readonly settings: string;
  readonly runsProcesses?: true;
  /** Messages that may be on their way to each worker, where chunks are short. */
  readonly atOnce: number;
  /** It keeps a queue of its own, from which whichever worker is free gets the next: one more never waits behind a long one. */
  readonly hasQueue?: true;
  /** What it rejects with although the worker goes on: what came back could not be sent. Default: nothing. */
  refuses?(thrown: unknown): boolean;
  /** A message that cannot be sent leaves its pool unable to use the worker that it was for. */
  readonly isStuckByUnsent?: true;
  start(library: Library, options: StartOptions): OtherPool;
}
