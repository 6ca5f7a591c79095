import workerpool from 'workerpool';
import { noop } from './tasks.js';

workerpool.worker({ noop });
