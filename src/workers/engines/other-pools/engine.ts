import { UsageError } from '../../../errors.js';
import { ownFile } from '../../../own-package.js';
import { monotonicMs } from '../../session/index.js';
import { cpuShare, type Engine } from '../engine.js';
import { loadPackage, whyMissing } from './find-package.js';
import type { OtherPackage } from './other-pool.js';

const entry = ownFile('workers/engines/other-pools/hosted-entry.cjs');

/** The engine whose workers are those of another package's pool. */
export function otherEngine<Library>(other: OtherPackage<Library>): Engine {
  const { name, description, settings, runsProcesses } = other;
  return {
    name,
    description,
    settings,
    package: other.package,
    placement: 'workers',
    isNoPool: true,
    ...(runsProcesses && { sharesNothing: true }),
    async unavailable() {
      return whyMissing(other.package);
    },
    async open(spec, signal, listeners) {
      if (spec.functions)
        throw new UsageError(`${name} runs scenarios: no function of a module by its name.`);
      const requested = monotonicMs();
      const { library, url } = await loadPackage<Library>(other.package);
      // Loaded with the first of its pools: most programs open none.
      const { openOther } = await import('./open.js');
      const init = { ...spec, engine: name, cpuShare: cpuShare(spec.workers) };
      return openOther({
        other,
        spec,
        requested,
        listeners,
        signal,
        start: (memory) =>
          other.start(library, { spec, entry, hosted: { init, library: url, shared: memory } }),
      });
    },
  };
}
