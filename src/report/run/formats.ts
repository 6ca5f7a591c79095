import { csv } from '../render/csv.js';
import { chosen, pictures, type Renderer, renderersOf, single, writeRendered } from '../render/formats.js';
import { markdown } from '../render/markdown.js';
import { chartsUnavailable } from '../render/png.js';
import { briefTerminal, type SummaryOptions, terminal } from '../render/terminal/terminal.js';
import { briefContent } from './brief.js';
import { columns } from './columns.js';
import { runContent } from './content.js';
import { type Finding, type Report, reportSchema } from './report/schema.js';
import { shortContent } from './short.js';
import { trace } from './trace.js';

const run = { name: 'report', schema: () => reportSchema, contentOf: runContent, shortOf: shortContent };

/** To add a format: one line here. */
export const renderers: readonly Renderer<Report>[] = [
  ...renderersOf<Report>(run),
  single('report.csv', 'csv', 'one row per case, unformatted', ({ cases }: Report) => csv(columns, cases)),
  pictures(run),
  single(
    'report.trace.json',
    'trace',
    'the timelines for ui.perfetto.dev and speedscope: Chrome trace events',
    trace,
  ),
];

export interface RunSummaryOptions extends SummaryOptions {
  /** Everything that a terminal can show, instead of one screen. */
  verbose?: boolean;
}

/** The report for a terminal: the answers, why, the cases, the findings, and where the files are. */
export function summarise(report: Report, { verbose = false, ...options }: RunSummaryOptions): string {
  return verbose ? terminal(runContent(report), options) : briefTerminal(briefContent(report), options);
}

/** The report as Markdown for a pull request. */
export const reportMarkdown = (report: Report): string => markdown(shortContent(report));

/** Throws UsageError for a name that is none of a format. */
export function checkFormats(names: readonly string[]): void {
  chosen(renderers, names);
}

/** What a run writes unless told otherwise. */
const DEFAULT_FORMATS = ['html', 'json', 'md', 'png'];

const withoutCharts = (reason: string): Finding => ({
  check: 'charts-unavailable',
  severity: 'info',
  cases: [],
  message: `No PNG charts were written: ${reason}`,
  advice: 'report.html has the same charts. Install the package if you need them as files.',
});

/**
 * Writes the report in the given formats and returns the paths, in their order. Each file is there whole or not at
 * all. Where pictures are wanted and cannot be drawn, a finding in all other formats says why.
 * Throws UsageError for an unknown format.
 */
export async function writeReport(
  report: Report,
  directory: string,
  formats: readonly string[] = DEFAULT_FORMATS,
): Promise<string[]> {
  const wanted = chosen(renderers, formats);
  const reason = formats.includes('png') ? await chartsUnavailable() : undefined;
  if (reason === undefined) return writeRendered(wanted, report, directory);
  const told = { ...report, findings: [...report.findings, withoutCharts(reason)] };
  const drawn = wanted.filter(({ name }) => name !== 'png');
  return writeRendered(drawn, told, directory);
}
