import type { Case } from '../../measure/cases/index.js';
import { workKey } from '../analysis/index.js';
import type { ChunkAdvice } from './advice.js';

type Setting = Pick<Case, 'scenario' | 'params' | 'engine' | 'dispatch' | 'workers' | 'cores' | 'cpus'>;

/** Advice for just this setting. */
export function adviceFor(one: Setting, all: readonly ChunkAdvice[]): ChunkAdvice | undefined {
  return all.find((advice) => keyOf(advice) === keyOf(one));
}

function keyOf(one: Setting): string {
  return JSON.stringify([workKey(one), one.engine, one.dispatch, one.workers, one.cores, one.cpus]);
}

/**
 * The chunksize that everything which names one for a setting names: the advised one; where a sweep proved the advice
 * wrong, the one that it measured fastest.
 */
export function namedChunksize({
  advised,
  measured,
  check,
}: {
  advised: number;
  measured: readonly { chunksize: number; case: string }[];
  check: { verdict: string; best: string } | null;
}): number {
  if (check?.verdict !== 'disagrees') return advised;
  return measured.find((one) => one.case === check.best)?.chunksize ?? advised;
}
