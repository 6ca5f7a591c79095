export { confine, whyNotConfine } from './confine.js';
export { formatCpuList, parseCpuList } from './cpu-list.js';
export { type CoreCounts, chooseCpus, countCores } from './cpus.js';
export { describeHost, type HostRow } from './describe.js';
export { type Disturbance, type DisturbanceMeter, disturbanceMeter } from './disturbance.js';
export type { HostFacts, LogicalCpu } from './facts.js';
export { type Invention, inventHost } from './invented.js';
export { readHost } from './read.js';
