import { type Case, isSameWork, placeKey } from './case.js';
import { hasSerialByChunk, isOneRun, isPool, SERIAL } from './id.js';

type Settings = Pick<Case, 'engine' | 'dispatch' | 'workers' | 'chunksize' | 'cores' | 'cold' | 'command'>;

/** The setting whose single-worker sessions make up the ceiling. */
export const CEILING = { dispatch: 'imapUnordered', chunksize: 1 } as const;

/** The same where a scenario has no `run`. */
export const CONSUMED_CEILING = { dispatch: 'consume', chunksize: 1 } as const;

/** Of a command every chunk starts a program, which is part of the work: its ceiling has the same chunks. */
function ceilingOf({ chunksize, command }: Pick<Case, 'chunksize' | 'command'>, consumesOnly: boolean) {
  if (hasSerialByChunk({ command })) return { ...CEILING, chunksize };
  return consumesOnly ? CONSUMED_CEILING : CEILING;
}

/**
 * Whether a ceiling says something about a case: several workers, each with a core of its own. Copies are their own
 * ceiling; and a program that parallelises itself need not bear a second one beside it (`make -j` in the same folder).
 */
export function hasCeiling({ engine, workers, cores, cold, command }: Settings): boolean {
  return isPool(engine) && !cold && !isOneRun({ command }) && workers > 1 && workers <= cores;
}

/** One-worker settings, of the same engine and CPUs, that a case's scaling and ceiling are multiples of. */
export function oneWorkerSettings(
  of: Settings,
  consumesOnly = false,
): Pick<Case, 'dispatch' | 'chunksize'>[] {
  if (!isPool(of.engine)) return [];
  const { dispatch, chunksize } = of;
  return hasCeiling(of) ? [{ dispatch, chunksize }, ceilingOf(of, consumesOnly)] : [{ dispatch, chunksize }];
}

/** The case whose sessions make up the ceiling of another, among these. */
export function ceilingReferenceOf(one: Case, cases: readonly Case[]): Case | undefined {
  const references = cases.filter((other) => isReferenceOf(other, one));
  const at = (setting: Pick<Case, 'dispatch' | 'chunksize'>) =>
    references.find((other) => other.engine !== SERIAL && isOneWorkerAt(other, setting));
  return at(ceilingOf(one, false)) ?? at(CONSUMED_CEILING);
}

/** Whether some figure of `other` is a ratio to this case. */
export function isReferenceOf(reference: Case, other: Case): boolean {
  if (reference === other) return false;
  if (reference.engine === SERIAL) return isSameWork(reference, other) && isSerialOf(reference, other);
  return (
    reference.workers === 1 &&
    isSamePlace(reference, other) &&
    isSameWork(reference, other) &&
    // A consumer's ceiling is one of consumers where there is no `run`, which a case does not tell.
    [false, other.dispatch === CONSUMED_CEILING.dispatch]
      .flatMap((consumesOnly) => oneWorkerSettings(other, consumesOnly))
      .some((setting) => isOneWorkerAt(reference, setting))
  );
}

/** Whether this serial case, of the same work, is the one that the other's speedup is a multiple of. */
export function isSerialOf(serial: Case, other: Pick<Case, 'command' | 'chunksize'>): boolean {
  return !hasSerialByChunk(other) || serial.chunksize === other.chunksize;
}

function isSamePlace(a: Case, b: Case): boolean {
  return a.engine === b.engine && a.cold === b.cold && placeKey(a) === placeKey(b);
}

function isOneWorkerAt(
  reference: Case,
  { dispatch, chunksize }: Pick<Case, 'dispatch' | 'chunksize'>,
): boolean {
  return reference.workers === 1 && reference.dispatch === dispatch && reference.chunksize === chunksize;
}
