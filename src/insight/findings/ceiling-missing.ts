import { ceilingName, type RecordLine, type RunRecord, readCeilingName } from '../../record/index.js';
import { listed } from '../../stats/index.js';
import { type Analysis, groupBy, nameWork, nameWorkers } from '../analysis/index.js';
import type { Finding } from './finding.js';

/** Ceilings that no round could measure, by reason: what the machine allows is then unknown. */
export function ceilingMissing({ header, lines }: RunRecord, { cases }: Analysis): Finding[] {
  const measured = new Set(lines.flatMap((line) => (line.kind === 'ceiling' ? [ceilingName(line)] : [])));
  const missing = lines.flatMap((line) => missingIn(line, measured));
  return [
    ...groupBy(missing, ({ reference, reason }) => JSON.stringify([reference, reason])).entries(),
  ].flatMap(([, same]) => {
    const { reference, reason } = same[0]!;
    // Where one worker fails as well, that is told, and why.
    const of = cases.find(({ case: { id }, status }) => id === reference && status === 'ok')?.case;
    if (of === undefined) return [];
    const counts = [...new Set(same.map(({ workers }) => workers))].sort((a, b) => a - b);
    const named = counts.map((workers) => nameWorkers({ ...of, workers }));
    return [
      {
        check: 'ceiling-missing',
        severity: 'warning' as const,
        cases: [reference],
        message: `${nameWork(of, header.plan.cases)}: the ceiling of ${listed(named)} could not be measured: ${reason}`,
        advice:
          'Without a ceiling, you cannot tell whether the machine or the pool limits scaling. Fix what the reason names and run again.',
      },
    ];
  });
}

function missingIn(line: RecordLine, measured: ReadonlySet<string>) {
  if ((line.kind !== 'failed' && line.kind !== 'skipped') || measured.has(line.case)) return [];
  const ceiling = readCeilingName(line.case);
  return ceiling === undefined ? [] : [{ ...ceiling, reason: line.reason }];
}
