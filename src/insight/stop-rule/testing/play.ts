import { type Case, workKey } from '../../../measure/cases/index.js';
import { visitKey } from '../../../measure/runner/index.js';
import { ceilingName, type RecordLine, type RunRecord } from '../../../record/index.js';
import { measurementsOf } from '../../analysis/index.js';
import { insight } from '../../insight.js';
import { createStopRule } from '../stop-rule.js';

type Measured = Extract<RecordLine, { kind: 'observation' | 'ceiling' }>;

/** What tuning would have made of a record in which every setting was measured in every round. */
export interface Played {
  record: RunRecord;
  rounds: number;
  /** Id of the setting that it finds, by work; of the best pool where none pays. */
  picks: ReadonlyMap<string, string>;
  /** Observations and ceilings of each work. */
  visits: ReadonlyMap<string, number>;
}

/**
 * Plays the tuning rule over the observations of a grid: in its round k it is given those of the grid's round
 * `order[k]`, as far as it asks for them. It ends where `order` ends, as if its time was up. Repeats and fresh rounds
 * for a confirmation are not played.
 */
export function playTuning(grid: RunRecord, order: readonly number[], minRounds = 6): Played {
  const { cases } = grid.header.plan;
  const plan = { ...grid.header.plan, rounds: null, maxTimeMs: null, minRounds, tuned: true as const };
  const header = { ...grid.header, plan };
  const recorded = recordedVisits(grid);
  const lines: RecordLine[] = [...grid.lines.filter(({ kind }) => kind === 'verification')];
  const soFar = (given: readonly RecordLine[]) => ({ header, lines: [...given], torn: false });
  const rule = createStopRule({
    ...plan,
    cases: cases.filter(({ id }) => recorded.has(`${id} ${order[0]}`)),
    hostCores: 1,
    serialPassMs: () => 1,
    analyse: (given) => insight(soFar(given)),
    tune: (given) => measurementsOf(soFar(given)),
  });
  let rounds = 0;
  for (; rounds <= order.length; ) {
    const decision = rule({ lines, rounds, confirmations: 0, elapsedMs: rounds, visitMs: new Map() });
    for (const decided of decision.decided ?? []) lines.push({ kind: 'settled', ...decided });
    if ('stop' in decision || decision.purpose === 'confirmation' || rounds === order.length) break;
    if (decision.purpose === 'repeat') continue;
    const from = order[rounds]!;
    rounds++;
    for (const visit of decision.visits) {
      const line = recorded.get(`${visitKey(visit)} ${from}`);
      if (line) lines.push({ ...line, round: rounds });
    }
  }
  const record = soFar(lines);
  const found = insight(record).recommendations;
  return {
    record,
    rounds,
    picks: new Map(found.map((one) => [workKey(one), one.speedupOf])),
    visits: visitsByWork(lines, cases),
  };
}

/** Of a visit that was repeated the last one. */
function recordedVisits({ lines }: RunRecord): Map<string, Measured> {
  const recorded = new Map<string, Measured>();
  for (const line of lines) {
    if (line.kind === 'observation') recorded.set(`${line.case} ${line.round}`, line);
    if (line.kind === 'ceiling') recorded.set(`${ceilingName(line)} ${line.round}`, line);
  }
  return recorded;
}

/** Of each work: its observations and ceilings, without repeats. */
export function visitsByWork(
  lines: readonly RecordLine[],
  cases: readonly Pick<Case, 'id' | 'scenario' | 'params'>[],
): Map<string, number> {
  const workOf = new Map(cases.map((one) => [one.id, workKey(one)]));
  const seen = new Map<string, string>();
  for (const line of lines) {
    if (line.kind === 'observation') seen.set(`${line.case} ${line.round}`, workOf.get(line.case)!);
    if (line.kind === 'ceiling') seen.set(`${ceilingName(line)} ${line.round}`, workKey(line));
  }
  const counts = new Map<string, number>();
  for (const work of seen.values()) counts.set(work, (counts.get(work) ?? 0) + 1);
  return counts;
}
