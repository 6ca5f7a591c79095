import type { Engine } from './engine.js';
import { openInline } from './inline/session.js';

/** Several of serial's loops on the caller's thread: while one task awaits, those of the others run. */
export const promises: Engine = {
  name: 'promises',
  description:
    'several tasks at once on the main thread, without a pool, for tasks that wait; workers is how many at once',
  placement: 'inline',
  isNoPool: true,
  open: (spec, _signal, heard) => openInline(promises.name, spec, heard),
};
