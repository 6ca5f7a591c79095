import { byTask, describeContract } from './testing/contract.js';
import { otherPools } from './testing/other-pools.js';

// `npm test` runs them under one dispatch.
describeContract(
  otherPools,
  byTask.filter(({ name }) => name !== 'imapUnordered'),
);
