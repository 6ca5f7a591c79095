// Run with a small limit on file sizes: writes a record until the limit refuses a line, then a short one.
import { messageOf } from '../errors.js';
import { createRecord } from '../record/index.js';
import { sampleHeader, sampleObservation } from './sample-record.js';

const record = await createRecord(process.argv[2]!, sampleHeader);
record.append(sampleObservation(1));
try {
  record.append({ kind: 'note', check: 'long', message: 'x'.repeat(20_000) });
} catch (error) {
  process.stdout.write(`${(error as Error).name}: ${messageOf(error)}`);
}
record.append({ kind: 'note', check: 'after', message: 'short' });
record.close();
