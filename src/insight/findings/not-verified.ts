import { type Case, isOneRun, SERIAL, workKey } from '../../measure/cases/index.js';
import type { RunRecord } from '../../record/index.js';
import { counted } from '../../stats/index.js';
import { type Analysis, groupBy, nameWork } from '../analysis/index.js';
import type { Finding } from './finding.js';

/** Results that nobody compared with those of serial. */
export function notVerified(record: RunRecord, { cases }: Analysis): Finding[] {
  const unverified = cases.filter(
    ({ status, verified, case: one }) =>
      status === 'ok' && verified === null && one.engine !== SERIAL && !isOneRun(one),
  );
  const groups = groupBy(unverified, ({ case: one }) => `${workKey(one)} ${reasonOf(one, record)}`);
  return [...groups.values()].map((same) => {
    const { case: one } = same[0]!;
    return {
      check: 'not-verified',
      severity: 'info',
      cases: same.map((result) => result.case.id),
      message: `${nameWork(one, record.header.plan.cases)}: the results of ${counted(same.length, 'case')} were not compared with those of serial: ${reasonOf(one, record)}.`,
      advice: 'Trust the speed but not yet the results: check them once by other means.',
    };
  });
}

function reasonOf(one: Case, { header, lines }: RunRecord): string {
  const wasTried = lines.some((line) => line.kind === 'verification' && line.case === one.id);
  if (!wasTried) return 'the run ended before that';
  const scenario = header.scenarios.find(({ name }) => name === one.scenario);
  if (scenario?.command) return '--no-verify turned it off';
  return scenario?.openEnded ? 'its tasks are open-ended' : "it says verify: 'none'";
}
