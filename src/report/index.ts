export {
  benchmarkFormats,
  comparisonFormats,
  summariseBenchmarks,
  summariseComparison,
  writeBenchmarks,
  writeComparison,
} from './compare/formats.js';
export { buildFitDocument, type FitDocument, fitDocumentSchema } from './fit/document.js';
export { summariseFit, writeFit } from './fit/formats.js';
export { planDocument } from './plan/build.js';
export { planFormats, summarisePlan, writePlan } from './plan/formats.js';
export { type PlanDocument, planSchema } from './plan/schema.js';
export { chartsUnavailable } from './render/png.js';
export { wrap } from './render/terminal/page.js';
export { type PlainColumn, plainTable } from './render/terminal/table.js';
export {
  checkFormats,
  type RunSummaryOptions as SummaryOptions,
  renderers,
  reportMarkdown,
  summarise,
  writeReport,
} from './run/formats.js';
export { buildReport } from './run/report/build.js';
export type { ReportCase } from './run/report/case-schema.js';
export {
  type Finding,
  type Interval,
  type Recommendation,
  type Report,
  reportSchema,
} from './run/report/schema.js';
export { runnerDocument } from './runner/build.js';
export { runnerFormats, summariseRunners, writeRunners } from './runner/formats.js';
export { type RunnerPlanDocument, runnerPlanSchema } from './runner/schema.js';
export { writeRunList } from './runs/run-list.js';
