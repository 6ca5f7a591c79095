export { buildFitDocument, type FitRequest } from './build.js';
export { summariseFit } from './console.js';
export { FIT_SCHEMA, type FitDocument, fitDocumentSchema } from './schema.js';
export { type FitFiles, writeFit } from './write.js';
