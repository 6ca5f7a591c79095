import { ThreadWorker } from 'poolifier';
import { task } from './tasks.js';

export default new ThreadWorker<number, number>((item) => task(item!));
