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

/** Options of a thread whose heap V8 bounds; none where it may hold what it likes. */
export function heapLimit({ maxMemoryMiB }: { maxMemoryMiB?: number }): {
  resourceLimits?: { maxOldGenerationSizeMb: number };
} {
  if (maxMemoryMiB === undefined) return {};
  return { resourceLimits: { maxOldGenerationSizeMb: Math.ceil(maxMemoryMiB) } };
}

/** The same of a process, as options of Node. */
export function heapOptions({ maxMemoryMiB }: { maxMemoryMiB?: number }): string[] {
  return maxMemoryMiB === undefined ? [] : [`--max-old-space-size=${Math.ceil(maxMemoryMiB)}`];
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
