/** `node --max-old-space-size=48 heap-cells.js ENGINE STAGE FOLDER`: the cells where a heap is exhausted, as JSON. */
import { callers, type EngineName, type Stage } from './cells.js';
import { runCell } from './run-cell.js';

const [engine, stage, folder] = process.argv.slice(2) as [EngineName, Stage, string];
// What a process keeps from its first workers on is nothing that is left behind.
await runCell({ engine, stage: 'run', fault: 'throws' }, ['apply'], folder);
const report = await runCell({ engine, stage, fault: 'heap exhausted' }, callers, folder);
process.stdout.write(JSON.stringify(report));
