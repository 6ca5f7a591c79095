import type { Params, ParamValue } from '../../scenario/index.js';
import type { Case } from './case.js';

/** The engine whose case every speedup is measured against; it has no dispatch, chunksize or workers to name. */
export const SERIAL = 'serial';

/** The engine whose `workers` are the tasks in flight at once on one thread. */
export const PROMISES = 'promises';

/** Whether the engine has workers that compute beside each other, on cores: neither serial nor promises has. */
export function isPool(engine: string): boolean {
  return engine !== SERIAL && engine !== PROMISES;
}

/** What of a case makes it different from others, and what its id has to leave out. */
export interface CaseName
  extends Pick<
    Case,
    | 'scenario'
    | 'params'
    | 'engine'
    | 'dispatch'
    | 'workers'
    | 'chunksize'
    | 'quota'
    | 'replica'
    | 'cold'
    | 'command'
  > {
  /** Number of CPUs it is confined to; null: all allowed ones. */
  readonly confinedTo: number | null;
  /** The scenario's own params; those that are equal are not named. */
  readonly defaults: Params;
}

/** `cycles/threads/imapUnordered/w2/c1/cores1/tasks=24`, `cycles/serial`: equal exactly for equal cases of a run. */
export function caseId(name: CaseName): string {
  const parts = [name.scenario, name.engine, ...settingsOf(name)];
  if (name.confinedTo !== null) parts.push(`cores${name.confinedTo}`);
  if (name.quota !== undefined) parts.push(`quota${name.quota}`);
  parts.push(...changedParams(name.params, name.defaults));
  if (name.replica !== undefined) parts.push(`replica=${name.replica}`);
  if (name.cold) parts.push('cold');
  return parts.join('/');
}

function settingsOf({ engine, command, dispatch, workers, chunksize }: CaseName): string[] {
  if (engine === SERIAL) return hasSerialByChunk({ command }) ? [`c${chunksize}`] : [];
  return isOneRun({ command }) ? [`w${workers}`] : [dispatch, `w${workers}`, `c${chunksize}`];
}

/** Every chunk starts a program: serial is as many chunks, one at a time, and so another one for each chunksize. */
export function hasSerialByChunk({ command }: Pick<Case, 'command'>): boolean {
  return command === 'chunks';
}

/** Its workers are programs that start with their chunk and end with it: no messages, no warm-up, no event loop. */
export function startsPrograms({ command }: Pick<Case, 'command'>): boolean {
  return command !== undefined && command !== 'persistent';
}

/** The task is a whole run of the program: it has neither chunks nor a dispatch. */
export function isOneRun({ command }: Pick<Case, 'command'>): boolean {
  return command === 'self-parallel' || command === 'copies';
}

function changedParams(params: Params, defaults: Params): string[] {
  const changed = Object.keys(params).filter((key) => params[key] !== defaults[key]);
  return changed.sort().map((key) => `${key}=${readable(params[key]!)}`);
}

/** Blanks and slashes would make two ids alike or hard to type. */
function readable(value: ParamValue): string {
  return encodeURIComponent(String(value));
}
