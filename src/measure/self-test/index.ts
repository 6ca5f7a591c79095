import type { HostFacts } from '../../host/index.js';
import { judgeSelf, type SelfTestItem } from './judge.js';
import { type BurstLengths, measureSelf } from './measure.js';

/** Measures, for about ten seconds, whether this machine gives what it says it is. */
export async function selfTest(host: HostFacts, lengths?: BurstLengths): Promise<SelfTestItem[]> {
  return judgeSelf(host, await measureSelf(host, lengths));
}
