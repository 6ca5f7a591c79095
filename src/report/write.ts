import { unknownName } from '../errors.js';
import { writeAllWhole } from '../files/index.js';
import { chartsUnavailable } from './charts/index.js';
import { type RenderedFile, type Renderer, renderers } from './renderers.js';
import type { Finding, Report } from './schema.js';

/** What a run writes unless told otherwise. */
const DEFAULT_FORMATS = ['html', 'json', 'md', 'png'];

function rendererOf(name: string): Renderer {
  const found = renderers.find((renderer) => renderer.name === name);
  if (found === undefined)
    throw unknownName(
      'format',
      name,
      renderers.map((renderer) => renderer.name),
    );
  return found;
}

const withoutCharts = (reason: string): Finding => ({
  check: 'charts-unavailable',
  severity: 'info',
  cases: [],
  message: `No PNG charts were written: ${reason}`,
  advice:
    'report.html has the same charts. For files of them, install the optional package chartjs-node-canvas and let its canvas package run its install script.',
});

/** Writes files into a folder and returns their paths; each is there whole or not at all. */
export async function writeFiles(directory: string, files: readonly RenderedFile[]): Promise<string[]> {
  return writeAllWhole(directory, files);
}

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
  const wanted = formats.map(rendererOf);
  const reason = formats.includes('png') ? await chartsUnavailable() : undefined;
  const told =
    reason === undefined ? report : { ...report, findings: [...report.findings, withoutCharts(reason)] };
  const drawn = reason === undefined ? wanted : wanted.filter(({ name }) => name !== 'png');
  const files = drawn.flatMap((renderer) => renderer.render(told));
  return writeFiles(directory, files);
}
