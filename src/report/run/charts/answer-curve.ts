import { curvesOf, nameWorkers } from '../../../insight/analysis/index.js';
import { formatRatio, formatRatioInterval } from '../../../stats/index.js';
import { type Chart, lineChart } from '../../charts/chart.js';
import { subjectOf } from '../answer.js';
import type { Chapter } from '../chapters.js';
import type { ReportCase } from '../report/case-schema.js';
import { answerPoint, kneeLines, lawLines, ownLine } from './answer-lines.js';
import { type Line, sharedBy } from './curve-labels.js';
import { ceilingLines, idealLine, measured } from './over-workers.js';
import { againstSerial } from './speedup.js';

/** Of the picture on the first screen, whatever it is. */
export const ANSWERS = 'answers';

/** Beside the line of the answer; the section has all of them. */
const MOST_OTHERS = 2;

type Measured = ReportCase & { speedup: NonNullable<ReportCase['speedup']> };

const isMeasured = (one: ReportCase): one is Measured => one.speedup !== null;

/**
 * Speedup over workers of the setting that the answer is about, with its law, the ceiling and the ideal, and the best
 * line of each other engine; undefined where it has a single worker count.
 */
export function answerCurve(chapter: Chapter): Chart | undefined {
  const all = curvesOf(chapter.cases.filter(isMeasured), (one) => one);
  const own = ownLine(chapter, all);
  const subject = subjectOf(chapter);
  if (own === undefined || subject === undefined || !isMeasured(subject)) return undefined;
  const lines: Line[] = [own, ...othersBeside(own, all)];
  const counts = lines.flatMap(({ cases }) => cases.map(({ workers }) => workers));
  const datasets = [
    ...answerPoint(chapter),
    ...measured(lines, ({ speedup }) => speedup).map((line, i) => ({ ...line, label: lines[i]!.engine })),
    ...lawLines(chapter, own),
    ...ceilingLines([own], againstSerial(chapter.cases)),
    ...kneeLines(chapter.fits, own),
    idealLine(own.cores, Math.max(...counts)),
  ];
  const heading = [`${chapter.title}: speedup over workers`, sharedBy(lines)].filter((text) => text !== '');
  const x = { title: 'workers', values: [1, ...counts] };
  return {
    id: ANSWERS,
    title: 'Speedup over workers',
    caption: captionOf(subject, own),
    config: lineChart(heading, x, 'speedup (times serial)', datasets),
  };
}

/** Of each other engine on the same cores the line that reaches highest. */
function othersBeside(own: Line, all: readonly Line[]): Line[] {
  const reach = ({ cases }: Line) => Math.max(...cases.map(({ speedup }) => speedup!.value));
  const same = all.filter(
    ({ engine, cores, quota, cases }) =>
      engine !== own.engine && cores === own.cores && quota === own.quota && cases.length > 1,
  );
  const engines = [...new Set(same.map(({ engine }) => engine))];
  const best = engines.map((engine) =>
    same.filter((line) => line.engine === engine).reduce((a, b) => (reach(b) > reach(a) ? b : a)),
  );
  return best.sort((a, b) => reach(b) - reach(a)).slice(0, MOST_OTHERS);
}

function captionOf(subject: Measured, own: Line): string {
  const one = own.cases.find(({ workers }) => workers === 1);
  const from = one && one !== subject ? `${nameWorkers(one)} ${formatRatio(one.speedup!.value)}, ` : '';
  const most = formatRatio(Math.min(subject.workers, subject.cores));
  const name = `${nameWorkers(subject)} ${formatRatioInterval(subject.speedup)}`;
  return `${from}${name}; ideal would be ${most}.`;
}
