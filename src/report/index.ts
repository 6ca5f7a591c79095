export { buildReport } from './build.js';
export { chartsUnavailable } from './charts/index.js';
export { columns } from './columns.js';
export { comparisonFormats, summariseComparison, writeComparison } from './compare/index.js';
export { type SummaryOptions, summarise } from './console.js';
export {
  buildFitDocument,
  type FitDocument,
  type FitFiles,
  fitDocumentSchema,
  summariseFit,
  writeFit,
} from './fit-document/index.js';
export { type PlainColumn, plainTable } from './plain-table.js';
export {
  PLAN_SCHEMA,
  type PlanDocument,
  type PlanFrame,
  planDocument,
  planFormats,
  planSchema,
  summarisePlan,
  writePlan,
} from './plan/index.js';
export { publishedSchemas } from './published-schemas.js';
export { type RenderedFile, type Renderer, renderers } from './renderers.js';
export {
  type Finding,
  findingSchema,
  type Interval,
  intervalSchema,
  REPORT_SCHEMA,
  type Recommendation,
  type Report,
  type ReportCase,
  recommendationSchema,
  reportCaseSchema,
  reportSchema,
} from './schema.js';
export { wrap } from './wrap.js';
export { writeReport } from './write.js';
