import type { Case } from '../cases/index.js';
import { findEngine } from '../engines/index.js';
import { UsageError } from '../errors.js';
import type { HostFacts } from '../host/index.js';
import { childBenchHost, localBenchHost, type OpenHost, virtualMeter } from '../runner/index.js';
import type { StudyOptions } from './options.js';

/** On a virtual clock everything is virtual, serial too: its times must not meet real ones in a ratio. */
export function benchHosts(cases: readonly Case[], host: HostFacts, { onOutput }: StudyOptions): OpenHost {
  const placements = new Set(
    cases.filter((of) => of.engine !== 'serial').map((of) => findEngine(of.engine).placement),
  );
  if (!placements.has('virtual')) {
    return (cpus) => childBenchHost({ host, cpus, rootPid: process.pid, ...(onOutput && { onOutput }) });
  }
  if (placements.size > 1) {
    throw new UsageError(
      'The engine fake runs on a virtual clock and cannot be measured beside real ones: run it alone.',
    );
  }
  const virtual = findEngine(cases.find((of) => of.engine !== 'serial')!.engine);
  return async () => localBenchHost({ meter: virtualMeter, engine: () => virtual });
}
