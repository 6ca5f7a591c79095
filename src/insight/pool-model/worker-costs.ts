import type { PoolCosts } from './costs.js';
import type { MeasuredCase } from './measured-case.js';
import { separateMessages } from './separate-messages.js';

type WorkerCosts = Pick<PoolCosts, 'perChunkMs' | 'perFurtherChunkMs' | 'perTaskMs'>;

/** The workers' CPU time between chunks, and what each chunk adds to the time inside. */
export function workerCosts(measured: readonly MeasuredCase[], insideMs: number): { costs: WorkerCosts } {
  const { alone, further, perTask } = separateMessages(measured, ({ gapCpuMs }) => gapCpuMs);
  return {
    costs: { perChunkMs: alone + insideMs, perFurtherChunkMs: further + insideMs, perTaskMs: perTask },
  };
}
