import { nameSetting } from '../insight/analysis/index.js';
import { workKey } from '../measure/cases/index.js';
import type { Recommendation, Report, ReportCase } from '../report/index.js';
import {
  differenceOf,
  differenceVerdicts,
  estimateOf,
  formatInterval,
  formatMs,
  formatRatio,
  formatRatioInterval,
} from '../stats/index.js';

/** What a test makes of a report. */
export interface Judgement {
  pass: boolean;
  /** Whether there was anything to judge by: where there was not, the opposite is not proved either. */
  isJudged: boolean;
  /** What was found, in lines: a sentence for each scenario, then what to doubt. */
  found: string;
}

/** Whether the best setting of every scenario is at least so many times as fast as serial: its whole 95 % interval. */
export function scalesTo(report: Report, speedup: number): Judgement {
  const judged = report.recommendations.map(({ scenario, speedup: found, ...of }) => {
    const pass = found.low >= speedup;
    const setting = nameBest({ scenario, speedup: found, ...of }, report);
    const why = pass
      ? 'so it reaches'
      : found.high < speedup
        ? 'which is below'
        : 'which does not show whether it reaches';
    return {
      pass,
      text: `${scenario}: ${formatRatioInterval(found)} using ${setting}, ${why} ${formatRatio(speedup)}.`,
    };
  });
  return together(judged, report, 'No scenario was compared with serial.');
}

/** Whether every setting that was measured gave the results of serial. */
export function matchesSerial(report: Report): Judgement {
  const pools = report.cases.filter(
    ({ role, status }) => role === 'asked' && status !== 'skipped' && status !== 'dropped',
  );
  const wrong = pools.filter(({ status, verified }) => status === 'failed' || verified === false);
  const unchecked = pools.filter(({ status, verified }) => status === 'ok' && verified === null);
  const judged = [
    ...wrong.map((c) => ({
      pass: false,
      text: `${c.id}: ${c.reason ?? 'its results differ from those of serial.'}`,
    })),
    ...unchecked.map((c) => ({
      pass: false,
      text: `${c.id}: its results could not be checked against serial.`,
    })),
  ];
  const good = pools.length - wrong.length - unchecked.length;
  const all =
    judged.length > 0 || good === 0
      ? judged
      : [{ pass: true, text: `${good} cases gave the results of serial.` }];
  return together(all, report, 'Nothing was measured beside serial.');
}

/**
 * Whether the best setting of every scenario that both have is faster than the best one of the other report, by a Welch
 * test of the mean passes of the rounds at 5 %, corrected for the number of scenarios (Holm 1979).
 */
export function isFasterThan(report: Report, other: Report): Judgement {
  const pairs = report.recommendations.flatMap((mine) => {
    const theirs = other.recommendations.find((one) => workKey(one) === workKey(mine));
    const [a, b] = [bestOf(mine, report), theirs && bestOf(theirs, other)];
    return isCompared(a) && isCompared(b) ? [{ mine, a, b }] : [];
  });
  const verdicts = differenceVerdicts(
    pairs.map(({ a, b }) => differenceOf(estimateOf(logsOf(b)), estimateOf(logsOf(a)))),
  );
  const judged = pairs.map(({ mine, a, b }, i) => {
    const { verdict, ratio } = verdicts[i]!;
    const walls = `${formatMs(a.wallMs.median)} against ${formatMs(b.wallMs.median)} per pass`;
    const settings = `${nameSetting(a)} against ${nameSetting(b)}`;
    return {
      pass: verdict === 'faster',
      text: `${mine.scenario}: ${verdict}: ${formatRatio(ratio.value)} (${formatInterval(ratio)}) as fast, ${walls}, ${settings}.`,
    };
  });
  return together(
    judged,
    report,
    'The reports have no scenario in common that both measured in two rounds or more.',
  );
}

type Compared = ReportCase & { wallMs: NonNullable<ReportCase['wallMs']> };

const isCompared = (c: ReportCase | undefined): c is Compared =>
  c !== undefined && c.wallMs !== null && c.wallMs.samples.length > 1;

const logsOf = ({ wallMs }: Compared): number[] => wallMs.samples.map(Math.log);

/** The case that an answer is about; what is recommended, where that is serial. */
function bestOf({ caseId, speedupOf, verdict }: Recommendation, { cases }: Report): ReportCase | undefined {
  const id = verdict === 'serial' ? caseId : (speedupOf ?? caseId);
  return cases.find((c) => c.id === id);
}

function nameBest({ caseId, speedupOf }: Recommendation, { cases }: Report): string {
  const id = speedupOf ?? caseId;
  const best = cases.find((c) => c.id === id);
  return best ? nameSetting(best) : id;
}

const MOST_DOUBTS = 5;

function together(
  judged: readonly { pass: boolean; text: string }[],
  report: Report,
  nothing: string,
): Judgement {
  const doubts = report.findings
    .filter(({ severity }) => severity !== 'info')
    .slice(0, MOST_DOUBTS)
    .map(({ severity, message }) => `${severity}: ${message}`);
  const said = judged.length === 0 ? [nothing] : judged.map(({ text }) => text);
  return {
    pass: judged.length > 0 && judged.every(({ pass }) => pass),
    isJudged: judged.length > 0,
    found: [...said, ...doubts].map((line) => `  ${line}`).join('\n'),
  };
}
