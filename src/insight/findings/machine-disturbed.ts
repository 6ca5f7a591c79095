import type { RunRecord } from '../../record/index.js';
import { counted, formatPercent, formatRatioInterval, largest } from '../../stats/index.js';
import { type Analysis, bySpeedup, type CaseResult, nameSetting, nameWork } from '../analysis/index.js';
import type { Finding } from './finding.js';

/** Other processes or the hypervisor took CPU meanwhile: how often, how much, and what it does to the figures. */
export function machineDisturbed(record: RunRecord, analysis: Analysis): Finding[] {
  const { rounds, disturbedRounds } = analysis.disturbance;
  if (disturbedRounds === 0) return [];
  const touched = analysis.cases.filter((result) => result.status === 'ok' && result.disturbedRounds > 0);
  return [
    {
      check: 'machine-disturbed',
      severity: 'warning',
      cases: touched.map((result) => result.case.id),
      message: `The machine was disturbed in ${roundsText(disturbedRounds, rounds)} (${worstOf(record)}).${effectOn(touched, record, analysis)}`,
      advice:
        'Close other programs, or measure at a quieter time; "npx corewise host" shows the machine.' +
        (touched.some(({ basis }) => basis === 'all')
          ? ' Until then doubt the figures that rest on all rounds.'
          : ''),
    },
  ];
}

function roundsText(disturbed: number, all: number): string {
  if (disturbed < all) return `${disturbed} of ${counted(all, 'round')}`;
  if (all === 1) return 'its only round';
  return all === 2 ? 'both rounds' : `all ${all} rounds`;
}

function worstOf({ header, lines }: RunRecord): string {
  const seen = lines.flatMap((line) =>
    line.kind === 'observation' || line.kind === 'ceiling' ? [line.disturbance] : [],
  );
  const { gate } = header.plan;
  const foreign = Math.max(0, largest(seen.map(({ foreignCpu }) => foreignCpu ?? 0)));
  const steal = Math.max(0, largest(seen.map(({ stealShare }) => stealShare ?? 0)));
  const parts = [
    ...(foreign > gate.foreignCpu ? [`up to ${foreign.toFixed(2)} CPU taken by other programs`] : []),
    ...(steal > gate.stealShare ? [`up to ${formatPercent(steal)} stolen by the hypervisor`] : []),
  ];
  return parts.join(', ');
}

/** With and without, for what is recommended, or else for the fastest case that was touched. */
function effectOn(touched: readonly CaseResult[], { header }: RunRecord, analysis: Analysis): string {
  const recommended = new Set(analysis.recommendations.map(({ caseId }) => caseId));
  const compared = touched.filter(({ speedup, case: { workers } }) => speedup !== null && workers > 1);
  const shown = compared.filter((result) => recommended.has(result.case.id));
  return (shown.length > 0 ? shown : fastest(compared))
    .map(
      (result) =>
        ` ${nameWork(result.case, header.plan.cases)}, ${nameSetting(result.case)}: ${withAndWithout(result)}.`,
    )
    .join('');
}

function withAndWithout({ basis, speedup, speedupAllRounds, rounds, disturbedRounds }: CaseResult): string {
  const undisturbed = rounds - disturbedRounds;
  if (basis === 'all') {
    return `${formatRatioInterval(speedup!)} over all ${rounds} rounds, only ${undisturbed} of which were undisturbed`;
  }
  const all =
    speedupAllRounds === null ? '' : `, ${formatRatioInterval(speedupAllRounds)} over all ${rounds}`;
  return `${formatRatioInterval(speedup!)} over ${undisturbed} undisturbed rounds${all}`;
}

function fastest(results: readonly CaseResult[]): CaseResult[] {
  return results.toSorted(bySpeedup).slice(0, 1);
}
