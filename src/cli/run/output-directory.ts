import { accessSync, constants, existsSync, renameSync, rmdirSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { messageOf, UsageError } from '../../errors.js';
import { makeFolder, whyNotWritten, writeWhole } from '../../files/index.js';
import { renderers, writeRunList } from '../../report/index.js';

/** Where runs go unless `--out` says otherwise. */
const REPORTS = 'reports';

export interface OutputDirectory {
  readonly path: string;
  /** Lets `reports/latest` name it; nothing for a folder outside of `reports`. */
  makeLatest(): void;
  /**
   * Brings the list of the runs beside it up to date: always in `reports`, elsewhere only where there is one. Returns
   * what the user should know where that failed.
   */
  listRuns(): string | undefined;
  /** Removes it where nothing came to lie in it. */
  release(): void;
}

export interface DirectoryRequest {
  out?: string | undefined;
  label: string;
  now?: Date;
}

/** Makes the folder before anything is measured. `UsageError`: it cannot be, or it holds another run. */
export function reserveDirectory({ out, label, now = new Date() }: DirectoryRequest): OutputDirectory {
  const path = out ?? freeName(join(REPORTS, `${timestamp(now)}-${fileNameOf(label)}`));
  const created = makeWritable(path);
  const taken = ['record.jsonl', ...renderers.map(({ file }) => file)].find((file) =>
    existsSync(join(path, file)),
  );
  if (taken !== undefined) {
    throw new UsageError(
      `${join(path, taken)} already exists, and a run is never overwritten. Choose another --out.`,
    );
  }
  return {
    path,
    makeLatest: () => {
      if (out === undefined) pointTo(path);
    },
    listRuns: () => listRuns(path, out === undefined),
    release: () => removeEmpty(path, created),
  };
}

/** The folder of a run that goes on. */
export function resumedDirectory(path: string): OutputDirectory {
  makeWritable(path);
  return {
    path,
    makeLatest: () => undefined,
    listRuns: () => listRuns(path, false),
    release: () => undefined,
  };
}

function listRuns(path: string, isOwn: boolean): string | undefined {
  try {
    writeRunList(dirname(path), isOwn);
    return undefined;
  } catch (error) {
    return `The list of runs was not written: ${messageOf(error)}`;
  }
}

function makeWritable(path: string): string | undefined {
  try {
    const created = makeFolder(path);
    accessSync(path, constants.W_OK);
    return created;
  } catch (error) {
    throw new UsageError(`Cannot write to the folder ${path}: ${whyNotWritten(error)}.`, { cause: error });
  }
}

function freeName(path: string): string {
  let name = path;
  for (let number = 2; existsSync(name); number++) name = `${path}-${number}`;
  return name;
}

/** `2026-01-31-093000`, local time. */
function timestamp(now: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  const date = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-');
  return `${date}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
}

/** What of a label may stand in a file's name on every system. */
export function fileNameOf(label: string): string {
  const name = label
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[-.]+/, '')
    .slice(0, 60)
    .replace(/[-.]+$/, '');
  return name || 'run';
}

function pointTo(path: string): void {
  const latest = join(dirname(path), 'latest');
  const next = `${latest}.${process.pid}`;
  try {
    // A junction needs no privilege on Windows; elsewhere the word means nothing.
    symlinkSync(basename(path), next, 'junction');
    renameSync(next, latest);
  } catch {
    rmSync(next, { force: true });
    pointByText(latest, path);
  }
}

/** Some file systems and shares refuse links. */
function pointByText(latest: string, path: string): void {
  try {
    writeWhole(latest, `${basename(path)}\n`);
  } catch {
    // A folder called "latest" is the user's own: it stays.
  }
}

function removeEmpty(path: string, created: string | undefined): void {
  if (created === undefined) return;
  const top = resolve(created);
  try {
    for (let folder = resolve(path); !relative(top, folder).startsWith('..'); folder = dirname(folder)) {
      rmdirSync(folder);
    }
  } catch {
    // Something lies in it: it is wanted.
  }
}
