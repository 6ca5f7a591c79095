import { findDispatch } from '../../../workers/dispatch/index.js';
import { type Case, hasSerialByChunk, scenarioKey, workKey } from '../../cases/index.js';
import type { Called } from '../../runner/index.js';
import type { Prepared } from '../prepare.js';

/** What serial is to run before the rounds. */
export interface Wanted {
  prepared: Prepared;
  called: Called;
  /** Where each chunk starts a program: in chunks of so many tasks. */
  chunksize?: number;
}

export function calledUnder(dispatch: string): Called {
  return findDispatch(dispatch).perWorker ? 'consume' : 'run';
}

/** What serial has to run of each scenario: its `run` where there is one, its `consume` where a case calls that. */
export function calledBy(cases: readonly Case[], prepared: readonly Prepared[]): Wanted[] {
  return prepared.flatMap((one) => {
    const own = cases.filter((of) => workKey(of) === scenarioKey(one));
    if (hasSerialByChunk({ command: one.loaded.scenario.command?.kind })) return byChunk(one, own);
    const main: Called = one.loaded.scenario.run ? 'run' : 'consume';
    return [...new Set([main, ...own.map(({ dispatch }) => calledUnder(dispatch))])].map((called) => ({
      prepared: one,
      called,
    }));
  });
}

/** The finest first: it tells most of the tasks. */
function byChunk(prepared: Prepared, own: readonly Case[]): Wanted[] {
  const sizes = [...new Set(own.map(({ chunksize }) => chunksize))].sort((a, b) => a - b);
  return sizes.map((chunksize) => ({ prepared, called: 'run', chunksize }));
}
