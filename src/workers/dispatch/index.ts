import { unknownName } from '../../errors.js';
import { apply } from './apply.js';
import { consume } from './consume.js';
import type { Dispatch } from './dispatch.js';
import { imap } from './imap.js';
import { imapUnordered } from './imap-unordered.js';
import { map } from './map.js';
import { starmap } from './starmap.js';

export { readAll } from './chunking.js';
export { consumeAll } from './consume.js';
export type { Dispatch } from './dispatch.js';
export { type SettledTasks, settleAll } from './map.js';
export { READ_AHEAD } from './pump.js';

/** Every dispatch there is; the command line reads its names from here. */
export const dispatches: readonly Dispatch[] = [map, starmap, imap, imapUnordered, apply, consume];

/** @throws UsageError that names the nearest one, where there is none of this name. */
export function findDispatch(name: string): Dispatch {
  const found = dispatches.find((dispatch) => dispatch.name === name);
  if (found) return found;
  throw unknownName(
    'dispatch',
    name,
    dispatches.map((dispatch) => dispatch.name),
  );
}

/** Whether there is one of this name: a record may be of a version that has others. */
export const isDispatch = (name: string): boolean => dispatches.some((dispatch) => dispatch.name === name);

/** What a chunksize comes to under a dispatch, for resolving cases before anything runs. */
export const chunkRule = {
  auto: (dispatch: string, tasks: number, workers: number): number =>
    findDispatch(dispatch).autoChunksize(tasks, workers),
  effective: (dispatch: string, asked: number): number => findDispatch(dispatch).effectiveChunksize(asked),
};
