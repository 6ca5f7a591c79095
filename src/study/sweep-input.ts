import type { SweepInput } from '../cases/index.js';
import { type StudyOptions, sweepDefaults } from './options.js';
import type { PreparedSweep } from './prepare.js';

/** A sweep with all that it leaves open filled in; options of the run come before those of the sweep. */
export function sweepInput({ sweep, prepared }: PreparedSweep, options: StudyOptions): SweepInput {
  const { scenario } = prepared.loaded;
  return {
    scenario: prepared.name,
    params: prepared.params,
    defaults: scenario.params,
    tasks: prepared.tasks,
    openEnded: scenario.openEnded === true,
    engines: options.engines ?? sweep.engines ?? sweepDefaults.engines,
    dispatches: options.dispatches ?? sweep.dispatches ?? sweepDefaults.dispatches,
    workers: options.workers ?? sweep.workers ?? sweepDefaults.workers,
    chunksizes: options.chunksizes ?? sweep.chunksizes ?? sweepDefaults.chunksizes,
    cores: options.cores ?? sweep.cores ?? sweepDefaults.cores,
    cold: options.cold === true,
    ...(options.replicas && { replicas: options.replicas }),
  };
}
