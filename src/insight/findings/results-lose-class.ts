import type { RecordLine, RunRecord } from '../../record/index.js';
import { counted, listed } from '../../stats/index.js';
import { type Analysis, groupBy, nameSetting, nameWork } from '../analysis/index.js';
import type { Finding } from './finding.js';

type Lost = NonNullable<Extract<RecordLine, { kind: 'verification' }>['lost']>[number];

const MOST_NAMED = 3;

/** Results lose a class, a field or a getter in messages. Verification compares what arrives, so it cannot see that. */
export function resultsLoseClass({ header, lines }: RunRecord, { cases }: Analysis): Finding[] {
  const lost = new Map(
    lines.flatMap((line) =>
      line.kind === 'verification' && line.lost ? [[line.case, line.lost] as const] : [],
    ),
  );
  const losing = cases.filter(({ case: one }) => lost.has(one.id));
  const kindOf = ({ case: one }: (typeof cases)[number]) =>
    `${nameWork(one, header.plan.cases)} ${lost.get(one.id)!.map(({ path, serial }) => `${path} ${serial}`)}`;
  return [...groupBy(losing, kindOf).values()].map((same) => {
    const { case: one } = same[0]!;
    const losses = lost.get(one.id)!;
    const rest = losses.length - MOST_NAMED;
    const named = [
      ...losses.slice(0, MOST_NAMED).map(lossText),
      ...(rest > 0 ? [`${counted(rest, 'more kind')}`] : []),
    ];
    return {
      check: 'results-lose-class',
      severity: 'warning',
      cases: same.map((result) => result.case.id),
      message: `${nameWork(one, header.plan.cases)}: results arrive changed from ${listed(same.map((result) => nameSetting(result.case)))}: ${listed(named)}. What arrives equals serial’s, but a program that uses the results gets less than it returned.`,
      advice:
        'Return plain data (url.href, the fields of an instance) and make the object again where it arrives.',
    };
  });
}

function lossText({ path, serial, here, results }: Lost): string {
  return `${path} is ${serial} in serial and ${here} there (${counted(results, 'result')})`;
}
