import { writeSync } from 'node:fs';
import type { LogLevel, LogOutlet } from './captured-output.js';

/** Sends by a process's channel; calls `left` when it has. False where what was sent before still waits. */
export type Sending = (level: LogLevel, message: string, left: () => void) => boolean;

export interface PipeOutlet {
  outlet: LogOutlet;
  /** As outlet, for what must have left when this returns: the process is about to end. */
  last: LogOutlet;
}

/**
 * Sends entries by the channel, in order with the results. While the channel is full they go through the pipes of
 * stdout and stderr instead, which block until the parent reads: otherwise a process that prints in a loop would
 * keep it all in its memory.
 */
export function pipeOutlet(send: Sending): PipeOutlet {
  let onTheirWay = 0;
  let isFull = false;
  const left = () => {
    onTheirWay--;
    if (onTheirWay === 0) isFull = false;
  };
  return {
    outlet(level, message) {
      if (isFull) writeLine(level, message);
      else {
        onTheirWay++;
        isFull = !send(level, message, left);
      }
    },
    last: writeLine,
  };
}

const writeLine: LogOutlet = (level, message) => {
  const bytes = Buffer.from(`${message}\n`);
  const descriptor = level === 'debug' || level === 'info' ? 1 : 2;
  try {
    for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
  } catch {
    // The parent is gone, or this program made the pipe one that does not wait: nobody can be told.
  }
};
