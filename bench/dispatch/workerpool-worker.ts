import workerpool from 'workerpool';
import { task } from './tasks.js';

workerpool.worker({ task });
