import { serialize } from 'node:v8';
import { messageOf } from '../../../errors.js';
import { workerName } from '../engine.js';
import { fileBegunCell } from '../protocol/begun-cells.js';
import { checkMessageSize } from '../protocol/message-limits.js';
import type { FromWorker, ToWorker, WorkerInit } from '../protocol/messages.js';
import { fileStopReader, STOP_FLAG_BYTES } from '../protocol/stop-flag.js';
import { captureOutput } from './output/captured-output.js';
import { reportOwnMessages } from './output/own-message.js';
import { pipeOutlet } from './output/pipe-outlet.js';
import { serve } from './serve.js';

/** Where the parent put the file of flags among this process's descriptors, after stdio and the channel. */
const FLAGS_DESCRIPTOR = 4;

const send = process.send?.bind(process);
const exit = process.exit.bind(process);
const { now } = Date;

function start(init: WorkerInit): void {
  process.title = workerName(init);
  // A worker without its parent has nobody to work for.
  process.once('disconnect', () => exit(0));
  // Node may exit before a message has left, so the process ends only when all have.
  let leaving = 0;
  let ending: number | undefined;
  const onLeft = () => {
    leaving--;
    if (ending !== undefined && leaving === 0) exit(ending);
  };
  const end = (code: number) => {
    ending = code;
    if (leaving === 0) exit(code);
  };
  const post = (message: FromWorker, left = onLeft): boolean => {
    const hasRoom = send?.(message, undefined, undefined, left) ?? false;
    leaving++;
    return hasRoom;
  };
  const log = pipeOutlet((level, message, left) =>
    post({ kind: 'log', level, message, time: now() }, () => {
      left();
      onLeft();
    }),
  );
  let { outlet } = log;
  const output = captureOutput((level, message) => outlet(level, message));
  process.once('exit', () => {
    outlet = log.last;
    output.end();
  });
  process.send = reportOwnMessages(log.outlet);
  const channel = {
    post(message: FromWorker) {
      checkMessageSize(message);
      post(message);
    },
    whyNot(value: unknown) {
      try {
        serialize(value);
        checkMessageSize(value);
        return undefined;
      } catch (thrown) {
        return messageOf(thrown);
      }
    },
    onMessage: (listener: (message: ToWorker) => void) => void process.on('message', listener),
    end: (code = 0) => end(code),
  };
  void serve({
    channel,
    init,
    stop: fileStopReader(FLAGS_DESCRIPTOR),
    begunCell: fileBegunCell(FLAGS_DESCRIPTOR, STOP_FLAG_BYTES, init.worker),
    outlet: log.outlet,
  });
}

process.once('message', start);
