import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { UsageError, unknownName } from '../../../errors.js';

/** Where the system finds a program. Throws UsageError where it does not, with the nearest on PATH. */
export function findProgram(program: string, cwd: string, path = process.env.PATH ?? ''): string {
  if (program.includes('/')) {
    const file = isAbsolute(program) ? program : join(cwd, program);
    if (isExecutable(file)) return file;
    throw new UsageError(`There is no program ${program}: ${file} ${whyNot(file)}.`);
  }
  // Windows tries extensions by rules of its own: there the start says what is missing.
  if (process.platform === 'win32') return program;
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  const found = folders.map((folder) => join(folder, program)).find(isExecutable);
  if (found !== undefined) return found;
  if (isExecutable(join(cwd, program)))
    throw new UsageError(`There is no program "${program}" on PATH. For the file here write ./${program}`);
  const near = /Did you mean "(.+?)"\?/.exec(
    unknownName('program', program, programsIn(folders)).message,
  )?.[1];
  const hint = near === undefined ? '' : ` Did you mean "${near}"?`;
  throw new UsageError(`There is no program "${program}" on PATH.${hint}`);
}

function whyNot(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) return 'does not exist';
  return found.isDirectory() ? 'is a folder' : 'may not be executed';
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function programsIn(folders: readonly string[]): string[] {
  return folders.flatMap((folder) => {
    try {
      return readdirSync(folder);
    } catch {
      return [];
    }
  });
}
