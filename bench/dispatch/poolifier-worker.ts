import { ThreadWorker } from 'poolifier';
import { noop } from './tasks.js';

export default new ThreadWorker<number, number>((n) => noop(n!));
