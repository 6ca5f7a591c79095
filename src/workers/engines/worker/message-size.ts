import { getHeapStatistics, serialize } from 'node:v8';

/** Node's channel counts a message between processes in 31 bits; a margin for what it adds itself. */
const MOST_BYTES = 2 ** 31 - 2 ** 20;

/**
 * Refuses what a channel between processes would break on, at the cost of both ends: the receiver cannot read it,
 * and ends. To weigh a message means to serialise it, so that is done only where the isolate holds that much at all.
 * @throws RangeError for a message of 2 GiB or more.
 */
export function checkMessageSize(message: unknown): void {
  const { used_heap_size, external_memory } = getHeapStatistics();
  if (used_heap_size + external_memory < MOST_BYTES) return;
  if (serialize(message).length < MOST_BYTES) return;
  throw new RangeError('the message is larger than the 2 GiB that a channel between processes carries');
}
