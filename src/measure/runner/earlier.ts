import { endOf, type RecordLine, type Resumed } from '../../record/index.js';

/** What a record holds of a run that goes on after it had ended, in whatever way. */
export interface Earlier {
  lines: readonly RecordLine[];
  /** The number of its last round, which need not be finished. */
  rounds: number;
  /** How many of its rounds were not finished: what they hold counts, and as many more are measured. */
  unfinished: number;
  /** The number of the last fresh round of its confirmation. */
  confirmations: number;
  /** How long it was held back while other programs computed, ms. */
  waitedMs: number;
  /** The place of its last visit. */
  order: number;
}

/**
 * What goes on begins with a round of its own: a round is a block whose visits lie near one another in time, and the
 * rest of one that was broken off would lie far from its beginning. What was measured of that one is paired within
 * itself, as in any run that was interrupted.
 */
export function earlierOf(lines: readonly RecordLine[]): Earlier {
  const before = lines.findLast((line): line is Resumed => line.kind === 'resumed');
  const from = before?.rounds ?? 0;
  const rounds = Math.max(
    from,
    highest(lines, (line) => (line.kind === 'observation' || line.kind === 'ceiling' ? line.round : 0)),
  );
  const known = before?.unfinished ?? 0;
  return {
    lines,
    rounds,
    unfinished: known + (rounds === from || isFinished(lines, rounds, known) ? 0 : 1),
    confirmations: highest(lines, (line) => (line.kind === 'confirmation' ? line.round : 0)),
    waitedMs: lines.findLast((line) => line.kind === 'stopped')?.waitedMs ?? 0,
    order: highest(lines, (line) => ('order' in line ? line.order : 0)),
  };
}

function highest(lines: readonly RecordLine[], numberOf: (line: RecordLine) => number): number {
  return lines.reduce((last, line) => Math.max(last, numberOf(line)), 0);
}

/** Whether all was visited in the last round that is visited in one. */
function isFinished(lines: readonly RecordLine[], round: number, unfinished: number): boolean {
  const end = endOf(lines);
  if (end !== undefined) return round <= end.rounds + unfinished;
  // Where the machine changed says nothing of how far it came.
  if (lines.findLast(({ kind }) => kind !== 'machine')?.kind === 'confirmation') return true;
  // A process that was killed says nothing: what the round before had, and is not out since, should be there.
  const out = new Set(lines.flatMap((line) => (isOut(line) ? [line.case] : [])));
  const [last, previous] = [visitedIn(lines, round), visitedIn(lines, round - 1)];
  return previous.size > 0 && [...previous].every((visit) => last.has(visit) || out.has(visit));
}

function isOut(line: RecordLine): line is Extract<RecordLine, { kind: 'failed' | 'dropped' | 'settled' }> {
  return line.kind === 'failed' || line.kind === 'dropped' || line.kind === 'settled';
}

function visitedIn(lines: readonly RecordLine[], round: number): Set<string> {
  return new Set(
    lines.flatMap((line) => {
      if (line.kind === 'observation' && line.round === round) return [line.case];
      return line.kind === 'ceiling' && line.round === round ? [`${line.reference} × ${line.workers}`] : [];
    }),
  );
}
