export { errorForEqualTasks, type GeneralQueue, waitAllenCunneen } from './allen-cunneen.js';
export { erlangB, erlangC } from './erlang.js';
export { leastServers, type Screening } from './least-servers.js';
export { type MarkovianQueue, offeredLoad, waitMMc, waitQuantileMMc } from './mmc.js';
export { waitMD1, waitMG1 } from './pollaczek-khinchine.js';
