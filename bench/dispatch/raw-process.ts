import { task } from './tasks.js';

process.on('message', ({ id, item }: { id: number; item: number }) =>
  process.send!({ id, result: task(item) }),
);
process.send!('ready');
