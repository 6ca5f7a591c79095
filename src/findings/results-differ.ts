import { type Analysis, groupBy, nameSetting, nameWork } from '../analysis/index.js';
import type { RunRecord } from '../record/index.js';
import { listed } from '../stats/index.js';
import type { Finding } from './finding.js';

/** Cases that compute something else than serial does. */
export function resultsDiffer({ header }: RunRecord, { cases }: Analysis): Finding[] {
  const wrong = cases.filter(({ verified }) => verified === false);
  const name = ({ case: one }: (typeof cases)[number]) => nameWork(one, header.plan.cases);
  return [...groupBy(wrong, (result) => `${name(result)} ${result.reason}`).values()].map((same) => ({
    check: 'results-differ',
    severity: 'error',
    cases: same.map((result) => result.case.id),
    message: `${name(same[0]!)} gives other results than serial with ${listed(same.map((result) => nameSetting(result.case)))}: ${same[0]!.reason}`,
    advice:
      'Let run depend on its task and params alone: no state kept between tasks, no unseeded random numbers. ' +
      'Where sums may differ in their last digits, set verify: { tolerance } in the scenario.',
  }));
}
