import { inspect } from 'node:util';
import type { LogOutlet } from './captured-output.js';

/** Enough to recognise the message by. */
const BRIEFLY = {
  depth: 1,
  maxArrayLength: 5,
  maxStringLength: 100,
  breakLength: Number.POSITIVE_INFINITY,
  customInspect: false,
};

/** What the log says of a message that a task sent by itself, where results travel by another way. */
export function ownMessageText(means: 'process.send' | 'parentPort.postMessage', message: unknown): string {
  return `a task sent a message of its own by ${means}; nobody receives it: ${inspect(message, BRIEFLY)}`;
}

/** For the place of the real `process.send`, which would let a task's message be taken for a result. */
export function reportOwnMessages(outlet: LogOutlet): NonNullable<typeof process.send> {
  return (message: unknown, ...more: unknown[]) => {
    outlet('warn', ownMessageText('process.send', message));
    const sent = more.findLast((argument) => typeof argument === 'function');
    if (sent) process.nextTick(sent, null);
    return true;
  };
}
