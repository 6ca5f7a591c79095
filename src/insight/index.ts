export { Insight, insight } from './insight.js';
