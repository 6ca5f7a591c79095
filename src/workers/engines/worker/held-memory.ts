import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Growth below this is not worth a collection, which takes some ms and more with a large heap. */
const WORTH_A_COLLECTION_MIB = 4;

/**
 * Reads what the calling isolate has in use, MiB, garbage included. With `live`, and where that is clearly more than
 * at the last reading, garbage is collected first: what was held then, it held at most, so the difference is growth.
 */
export function heldMemoryReader(): (live: boolean) => number {
  let last: number | undefined;
  return (live) => {
    let held = heldMiB();
    if (live && last !== undefined && held - last > WORTH_A_COLLECTION_MIB) {
      collectGarbage();
      held = heldMiB();
    }
    last = held;
    return held;
  };
}

function heldMiB(): number {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return (used_heap_size + external_memory) / 2 ** 20;
}

let collect: (() => void) | undefined;

/** A global `gc` appears in contexts that are made after the flag was set, and in no other. */
function collectGarbage(): void {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
    setFlagsFromString('--no-expose-gc');
  }
  // Buffers of the first are given back beside it: the second waits for that.
  collect();
  collect();
}
