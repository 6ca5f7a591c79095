export { bestSentence, fallSentence } from './best.js';
export { describeFit, type FitSource } from './describe.js';
export { reportFitOf } from './of-curve.js';
export { mainFirst, nameCurve, unsaidWarnings } from './of-section.js';
export { fitColumns } from './rows.js';
export { isOfTimes, timeOf, timeRange } from './run-time.js';
export {
  type DescribedFit,
  describedFitSchema,
  type FitPoint,
  type FitPrediction,
  fitSchema,
  type ReportFit,
} from './schema.js';
export { FitSection } from './section.js';
export { briefSentence, lawSentence, outlookSentence } from './sentences.js';
export {
  assumptionsOf,
  figure,
  isAssumed,
  markOf,
  nameLaw,
  nameOfExpected,
  oneWorker,
  parametersOf,
  symbols,
  timesOne,
  timesOneWorker,
} from './words.js';
