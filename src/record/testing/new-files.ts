import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../testing/temporary-folder.js';

/** Files of records in a folder that goes when the tests of this file are over. */
export function newFiles() {
  const folder = temporaryFolder();
  let files = 0;
  /** A path at which there is nothing yet. */
  const newFile = () => join(folder, `record-${++files}.jsonl`);
  const fileWith = (content: string | Buffer): string => {
    const file = newFile();
    writeFileSync(file, content);
    return file;
  };
  return { folder, newFile, fileWith };
}
