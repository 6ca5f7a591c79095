import type { ChunkAdvice } from '../../insight/chunks/index.js';
import type { ReportChunkAdvice } from './schema.js';

/** Advice as the report holds it. */
export function describeAdvice({ cpus, basis, ...advice }: ChunkAdvice): ReportChunkAdvice {
  return {
    ...advice,
    cpus: cpus === null ? null : [...cpus],
    basis: { ...basis, costCases: [...basis.costCases] },
  };
}
