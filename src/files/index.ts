export { excessIn } from './bounded-json.js';
export { makeFolder } from './folder.js';
export { GrowingFile } from './growing.js';
export { notWritten, whyNotWritten } from './not-written.js';
export { type FileSystem, realFileSystem } from './system.js';
export { unfinishedFile, writeAllWhole, writeNew, writeWhole } from './whole.js';
