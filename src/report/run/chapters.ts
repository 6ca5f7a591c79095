import { nameWork } from '../../insight/analysis/index.js';
import { SERIAL, scenarioKey, workKey } from '../../measure/cases/index.js';
import { nameParams } from '../document/table.js';
import type { ReportFit } from '../laws/schema.js';
import type { ReportCase } from './report/case-schema.js';
import type { ReportChunkAdvice } from './report/chunk-advice.js';
import type { ReportDispatcher } from './report/dispatchers.js';
import type { Recommendation, Report } from './report/schema.js';
import type { TaskTimes } from './report/task-times.js';
import type { Timeline } from './report/timelines.js';

/** What a report says of one scenario with one set of parameters: a chapter of every format. */
export interface Chapter {
  /** Unique within the report; safe in file names and anchors. */
  id: string;
  /** The scenario's name, with the parameters that tell it from others of that name. */
  title: string;
  scenario: Report['scenarios'][number];
  /** As `name value`, comma-separated. */
  params: string;
  /** Serial first, then by engine, dispatch, chunksize, cores and workers. */
  cases: ReportCase[];
  recommendation: Recommendation | undefined;
  /** A pass of its best pool, chunk by chunk; undefined where none was kept. */
  timeline: Timeline | undefined;
  /** Of the same pool, round by round. */
  taskTimes: TaskTimes | undefined;
  /** Of each setting over workers; the one that matters most first. */
  fits: readonly ReportFit[];
  chunkAdvice: readonly ReportChunkAdvice[];
  dispatchers: readonly ReportDispatcher[];
}

/** Lower-case letters, digits and hyphens; `taken` makes it unique. */
function slugOf(name: string, taken: Set<string>): string {
  const stem =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 40) || 'scenario';
  let slug = stem;
  for (let count = 2; taken.has(slug); count += 1) slug = `${stem}-${count}`;
  taken.add(slug);
  return slug;
}

/** What `auto` came to changes with the workers, so cases that asked for it stand together, at the end. */
const chunkOrder = ({ chunksize, chunksizeAsked }: ReportCase): number =>
  chunksizeAsked.length > 0 && chunksizeAsked.every((asked) => asked === 'auto')
    ? Number.MAX_SAFE_INTEGER
    : chunksize;

/** What has none of its own comes first. */
const quotaOf = ({ quota = Number.MAX_VALUE }: ReportCase): number => quota;

function compareCases(a: ReportCase, b: ReportCase): number {
  return (
    Number(b.engine === SERIAL) - Number(a.engine === SERIAL) ||
    b.cores - a.cores ||
    quotaOf(b) - quotaOf(a) ||
    a.engine.localeCompare(b.engine) * -1 ||
    a.dispatch.localeCompare(b.dispatch) ||
    chunkOrder(a) - chunkOrder(b) ||
    a.workers - b.workers ||
    Number(a.cold ?? false) - Number(b.cold ?? false)
  );
}

/** The report's scenarios in the order they were measured. */
export function chaptersOf(report: Report): Chapter[] {
  const taken = new Set<string>();
  const all = report.scenarios.map(({ name, params }) => ({ scenario: name, params }));
  return report.scenarios.map((scenario) => {
    const key = scenarioKey(scenario);
    const params = nameParams(scenario.params);
    const cases = report.cases.filter((c) => workKey(c) === key).sort(compareCases);
    const recommendation = report.recommendations.find((r) => workKey(r) === key);
    const fits = report.fits.filter(
      (fit) => workKey({ scenario: fit.scenario, params: fit.over.params }) === key,
    );
    return {
      id: slugOf(scenario.name, taken),
      title: nameWork({ scenario: scenario.name, params: scenario.params }, all),
      scenario,
      params,
      cases,
      recommendation,
      timeline: report.timelines?.find((timeline) => workKey(timeline) === key),
      taskTimes: report.taskTimes?.find((times) => workKey(times) === key),
      fits: mainFirst(fits, cases, recommendation),
      chunkAdvice: report.chunkAdvice.filter((advice) => workKey(advice) === key),
      dispatchers: report.dispatchers.filter((dispatcher) => workKey(dispatcher) === key),
    };
  });
}

/**
 * The cases as rows: what is the very same run as serial is one row with it, and what others would only have been
 * compared with is none where no time was left for it.
 */
export function rowsOf({ cases }: Pick<Chapter, 'cases'>): ReportCase[] {
  const shown = cases.filter(({ status }) => status === 'ok').map(({ id }) => id);
  return cases.filter(
    ({ sameAs, role, status }) =>
      (sameAs === undefined || !shown.includes(sameAs)) && !(role === 'reference' && status === 'dropped'),
  );
}

/** The fit of the recommended setting first, else that of the setting that was measured fastest. */
function mainFirst(
  fits: readonly ReportFit[],
  cases: readonly ReportCase[],
  recommendation: Recommendation | undefined,
): ReportFit[] {
  const speedupOf = ({ over }: ReportFit) =>
    Math.max(0, ...cases.filter(({ id }) => over.caseIds.includes(id)).map((c) => c.speedup?.value ?? 0));
  const isRecommended = ({ over }: ReportFit) =>
    recommendation !== undefined && over.caseIds.includes(recommendation.caseId);
  const main = fits.find(isRecommended) ?? [...fits].sort((a, b) => speedupOf(b) - speedupOf(a))[0];
  return main === undefined ? [] : [main, ...fits.filter((fit) => fit !== main)];
}
