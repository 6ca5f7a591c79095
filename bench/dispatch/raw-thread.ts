import { parentPort } from 'node:worker_threads';
import { task } from './tasks.js';

parentPort!.on('message', ({ id, item }: { id: number; item: number }) =>
  parentPort!.postMessage({ id, result: task(item) }),
);
parentPort!.postMessage('ready');
