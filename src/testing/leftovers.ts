import { afterAll } from 'vitest';
import { leftSince, ownResources } from './own-resources.js';

// What the test runner gives its own processes is not for those that the tests start.
process.execArgv = process.execArgv.filter((option) => option.startsWith('--interrupt-budget'));

// Set up before every test file: fails a file that leaves more behind than there was before it.
const before = ownResources();

// The first hook of the file, so the last one to run.
afterAll(async () => {
  const left = await leftSince(before);
  if (left.length > 0) throw new Error(`The tests of this file leave behind:\n  ${left.join('\n  ')}`);
});
