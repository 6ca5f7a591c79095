// Counts the observations of a record and adds up their passes, line by line: `node read-record.js FILE [whole]`.
import { linesOfRecord, type RecordLine, readRecord } from '../../../src/record/index.js';

const [file = '', how] = process.argv.slice(2);
let [observations, passes] = [0, 0];

function add(line: RecordLine): void {
  if (line.kind !== 'observation') return;
  observations++;
  passes += line.passes;
}

if (how === 'whole') (await readRecord(file)).lines.forEach(add);
else for await (const { line } of linesOfRecord(file)) add(line);
process.stdout.write(
  `${observations.toLocaleString('en-US')} observations of ${passes.toLocaleString('en-US')} passes`,
);
