import { CorewiseError, UnavailableError, UsageError } from '../../errors.js';
import { whyNoBullmq } from './distributed/libraries.js';
import type { Engine } from './engine.js';

/** What it does is loaded with the first of its sessions: most programs open none. */
const distributed = () => import('./distributed/parts.js');

export const bullmq: Engine = {
  name: 'bullmq',
  description: 'threads of other machines that run corewise worker, by BullMQ and a Redis (--redis)',
  package: 'bullmq',
  settings:
    'a chunk is a job, a worker takes one at a time; lockDuration 5 s, stalledInterval 5 s, removeOnComplete, at most 200 jobs per call',
  placement: 'workers',
  sharesNothing: true,
  isNoPool: true,
  async unavailable() {
    const missing = whyNoBullmq();
    if (missing !== undefined) return missing;
    try {
      return await (await distributed()).whyNoMachine();
    } catch (thrown) {
      if (thrown instanceof UnavailableError) return thrown.message;
      throw thrown;
    }
  },
  async open(spec, signal, listeners) {
    if (spec.functions || spec.command)
      throw new UsageError('bullmq runs scenarios: no functions by name, and no commands.');
    try {
      return await (await distributed()).openDistributed(bullmq.name, spec, signal, listeners);
    } catch (thrown) {
      // Whether anything is there was asked before the run: what has gone since is a failure, and no lack.
      if (thrown instanceof UnavailableError) throw new CorewiseError(thrown.message);
      throw thrown;
    }
  },
};
