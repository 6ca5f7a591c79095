import { UsageError } from '../../errors.js';
import { openSerialCommand } from './commands.js';
import type { Engine } from './engine.js';
import { openInline } from './inline/session.js';
import { openPersistent } from './persistent.js';

/** The worker's own loop on the caller's thread, without messages. */
export const serial: Engine = {
  name: 'serial',
  description:
    'the same loop on one main thread, without workers or messages: what speedup is measured against',
  placement: 'inline',
  async open(spec, signal, heard) {
    if (spec.workers !== 1) throw new UsageError(`serial has one worker, not ${spec.workers}.`);
    if (spec.command?.kind === 'persistent') {
      // It is no worker.
      const { maxMemoryMiB: _, ...unlimited } = spec;
      return openPersistent(serial.name, unlimited, signal, heard);
    }
    if (spec.command) return openSerialCommand(serial.name, spec.command, heard);
    return openInline(serial.name, spec, heard);
  },
};
