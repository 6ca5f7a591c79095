import { isPool, PROMISES, SERIAL, workKey } from '../../measure/cases/index.js';
import type { RunRecord } from '../../record/index.js';
import { counted, listed, MIN_ROUNDS_FOR_VERDICT } from '../../stats/index.js';
import { type Analysis, type CaseResult, groupBy, nameWork } from '../analysis/index.js';
import type { Finding } from './finding.js';

/** How the best setting was looked for: over how many, at what cost, and what was left behind when. */
export function tuned(record: RunRecord, { cases }: Analysis): Finding[] {
  const { plan } = record.header;
  if (!plan.tuned) return [];
  return [...groupBy(cases, (result) => workKey(result.case)).values()].flatMap((same) => {
    const settings = same.filter(isSetting);
    if (settings.length === 0) return [];
    const { case: one } = settings[0]!;
    return [
      {
        check: 'tuned',
        severity: 'info' as const,
        cases: settings.map((result) => result.case.id),
        message: `${nameWork(one, plan.cases)}: ${costOf(record, same, settings)}.${leftBehind(settings)}`,
        advice:
          'Settings left behind keep the figures of the rounds they had. To search less, name --engine, --workers, --dispatch or --chunksize; without --tune, all settings are measured equally often.',
      },
    ];
  });
}

function isSetting({ case: one, status }: CaseResult): boolean {
  const canBe = isPool(one.engine) || one.engine === PROMISES;
  return canBe && one.role === 'asked' && status === 'ok';
}

/** Serial and one worker are observations, too; repeats and the confirmation are not counted on either side. */
function costOf({ lines }: RunRecord, same: readonly CaseResult[], settings: readonly CaseResult[]): string {
  const ids = new Set(same.map((result) => result.case.id));
  const made = new Set(
    lines.flatMap((line) =>
      line.kind === 'observation' && ids.has(line.case) ? [`${line.case} ${line.round}`] : [],
    ),
  );
  const serials = same.filter((result) => result.case.engine === SERIAL && result.rounds > 0);
  const all = (settings.length + serials.length) * MIN_ROUNDS_FOR_VERDICT;
  return `tuned over ${counted(settings.length, 'setting')} in ${counted(made.size, 'observation')}; ${MIN_ROUNDS_FOR_VERDICT} rounds of all would take ${all}`;
}

function leftBehind(settings: readonly CaseResult[]): string {
  const behind = settings.filter(({ settled }) => settled?.reason === 'behind');
  if (behind.length === 0) return '';
  const byRound = [...groupBy(behind, ({ settled }) => String(settled!.round))]
    .map(([round, some]) => ({ round: Number(round), count: some.length }))
    .sort((a, b) => a.round - b.round);
  const told = listed(byRound.map(({ round, count }) => `${count} after round ${round}`));
  return ` Left behind: ${told}.`;
}
