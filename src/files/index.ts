export { GrowingFile } from './growing.js';
export { limitMet, withLimitMet } from './limit-met.js';
export { LOCK, type Lock, lockFolder } from './lock.js';
export { notWritten, whyNotWritten, writeErrorOf } from './not-written.js';
export { excessIn, readStart, readText, textIfThere, whyNotRead } from './read.js';
export { type FileSystem, makeFolder, realFileSystem } from './system.js';
export { bareTemporaryFolder, removeLeftovers, type TemporaryFolder, temporaryFolder } from './temporary.js';
export { unfinishedFile, writeAll, writeAllWhole, writeNew, writeWhole } from './whole.js';
