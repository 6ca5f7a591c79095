import { formatMemory } from '../../stats/index.js';

/** A worker held more than it may. */
export interface OverMemory {
  /** What each worker may hold, MiB. */
  limitMiB: number;
  /** What was seen, MiB; absent where V8 ended it, which does not tell. */
  tookMiB?: number;
  /** Of so many workers together, where what each of them holds cannot be told. */
  workers?: number;
}

/** `took 812 MiB, more than the 512 MiB of --max-worker-memory`; follows the name of who did. */
export function tookTooMuch({ limitMiB, tookMiB, workers = 1 }: OverMemory): string {
  const limit = `${workers > 1 ? `${workers} × ` : 'the '}${formatMemory(limitMiB)} of --max-worker-memory`;
  return `took ${tookMiB === undefined ? '' : `${moreThan(tookMiB, limitMiB)}, `}more than ${limit}`;
}

/** What is a little more must not look the same. */
function moreThan(tookMiB: number, limitMiB: number): string {
  const text = formatMemory(tookMiB);
  return text === formatMemory(limitMiB) ? `${tookMiB.toFixed(1)} MiB` : text;
}

/** What takes 2 GiB a second is seen 100 MiB later. */
const LOOK_MS = 50;

/** Looks twenty times a second; tells once, with what was seen, where that is more than the limit. */
export function watchHeld(
  limitMiB: () => number,
  heldMiB: () => number | undefined,
  over: (tookMiB: number) => void,
): { end(): void } {
  const timer = setInterval(() => {
    const tookMiB = heldMiB();
    if (tookMiB === undefined || tookMiB <= limitMiB()) return;
    clearInterval(timer);
    over(tookMiB);
  }, LOOK_MS);
  timer.unref();
  return { end: () => clearInterval(timer) };
}
