export { type DetectOptions, detectInstance } from './detect.js';
export type { DetectedInstance } from './service.js';
