import { serialize } from 'node:v8';
import { messageOf } from '../../errors.js';
import type { FromWorker, ToWorker, WorkerInit } from './protocol.js';
import { serve } from './serve.js';
import { fileStopReader } from './stop-flag.js';

/** Where the parent put the stop flag among this process's descriptors, after stdio and the channel. */
export const STOP_FLAG_DESCRIPTOR = 4;

const send = process.send?.bind(process);
const exit = process.exit.bind(process);

function start(init: WorkerInit): void {
  // A worker without its parent has nobody to work for.
  process.once('disconnect', () => exit(0));
  // Node may exit before a message has left, so the process ends only when all have.
  let leaving = 0;
  let ending = false;
  const onLeft = () => {
    leaving--;
    if (ending && leaving === 0) exit(0);
  };
  const channel = {
    post(message: FromWorker) {
      send?.(message, undefined, undefined, onLeft);
      leaving++;
    },
    whyNot(value: unknown) {
      try {
        serialize(value);
        return undefined;
      } catch (thrown) {
        return messageOf(thrown);
      }
    },
    onMessage: (listener: (message: ToWorker) => void) => void process.on('message', listener),
    end() {
      ending = true;
      if (leaving === 0) exit(0);
    },
  };
  void serve(channel, init, fileStopReader(STOP_FLAG_DESCRIPTOR));
}

process.once('message', start);
