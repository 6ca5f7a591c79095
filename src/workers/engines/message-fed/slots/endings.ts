import { cutText, messageOf, OutOfMemoryError, OverdueError } from '../../../../errors.js';
import type { RunningChunk } from '../../../session/index.js';
import { type OverMemory, tookTooMuch } from '../../memory-limit.js';
import { messageAdvice } from '../../protocol/message-limits.js';
import type { WorkerExit } from './link.js';

/** What is said of a worker that ended although nobody asked it to, after its name; `begun`: what it was in. */
export function howItEnded(exit: WorkerExit, begun?: RunningChunk): string {
  const { error, stray, signal, story, overMemory } = exit;
  if (overMemory) return `${heldTooMuch(overMemory)}${within(begun)}.`;
  if (story !== undefined) return story;
  if (error instanceof OverdueError) return `was ended: ${sentence(error.message)}`;
  if (ranOutOfMemory(error)) {
    const how = signal ? ` (signal ${signal})` : '';
    return `ran out of memory${how}: ${sentence(messageOf(error))}${MORE_MEMORY}`;
  }
  const advice = messageAdvice(error);
  if (stray && advice === '') {
    const after = stray.after === undefined ? '' : `, after task ${stray.after} had begun`;
    return `was ended by an error that no task caught${after}: ${sentence(describeExit(exit))}`;
  }
  const killed = error === undefined ? meaningOf(signal) : '';
  return `ended while it held tasks: ${sentence(describeExit(exit))}${killed}${advice}`;
}

function describeExit({ code, signal, error }: WorkerExit): string {
  if (error instanceof Error) return cutText(`${error.name}: ${error.message}`);
  if (error !== undefined) return messageOf(error);
  return signal ? `signal ${signal}` : `exit code ${code}`;
}

/** Node's own code for a module that awaits what nothing can bring any more. */
const UNSETTLED = 13;

/** The same of a worker that was not ready yet. */
export function describeEarlyExit(exit: WorkerExit): string {
  const isUnsettled = exit.code === UNSETTLED && exit.error === undefined;
  return isUnsettled ? 'its module awaits something that never comes' : describeExit(exit);
}

const sentence = (text: string) => text.replace(/\.?$/, '.');

/** What to do where memory ran out; follows a sentence. */
export const MORE_MEMORY =
  ' Let each task keep less in memory, use fewer workers, or raise the limit (in MiB): NODE_OPTIONS=--max-old-space-size=8192.';

/** What a signal says that nobody here has sent; follows a sentence, and is nothing for other signals. */
export function meaningOf(signal: string | null | undefined): string {
  return signal === 'SIGKILL' ? ' The system kills processes this way when memory runs out.' : '';
}

/** `took 812 MiB, more than …`; of threads that share a process, what they took together. */
export function heldTooMuch(over: OverMemory): string {
  const { workers = 1 } = over;
  const text = tookTooMuch(over);
  return workers > 1 ? `was ended: the ${workers} threads of its process together ${text}` : text;
}

function within(begun: RunningChunk | undefined): string {
  if (!begun) return '';
  const { first, tasks } = begun;
  return tasks === 1 ? `, in task ${first}` : `, in one of ${tasks} tasks from task ${first} on`;
}

export function ranOutOfMemory(error: unknown): boolean {
  if (error instanceof OutOfMemoryError) return true;
  return (error as { code?: unknown } | null | undefined)?.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

/** V8's last words, on standard error of the process whose heap is full. */
const HEAP_IS_FULL = /heap out of memory|Reached heap limit|allocation failed - JavaScript/i;

/** Whether a line that a process printed says that its heap is full. */
export function saysOutOfMemory(line: string): boolean {
  return HEAP_IS_FULL.test(line);
}

/** Of such a line what a user wants to read: `FATAL ERROR: Reached heap limit …` without what stands around it. */
export function heapIsFull(line: string): string {
  return line.replace(/^.*FATAL ERROR: /, '').trim();
}
