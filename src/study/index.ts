export { conduct } from './conduct.js';
export { defaults, type Progress, type StudyOptions } from './options.js';
