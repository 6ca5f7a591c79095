// Stresses: responsiveness. A tree of folders is read, hashed and compressed, a folder a task, while another job
// calculates e in the background: what a program with a user interface or a server does.
// Expect: with workers, the main thread free for other things all the time, where serial blocks it for as long as
// the whole pass (the figure "main thread blocked"); and a speedup of one core less than there are, which the
// background job has. With background=false the speedup gets that core too; the blocking does not change.
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import type { BackgroundTask } from 'corewise';
import { defineScenario, type Log } from 'corewise/scenario';
import type { calculateE, SoFar } from './directory-digest/calculate-e.js';

/** The tree that is made where no `path` is given. */
const madeTree = join(tmpdir(), `corewise-directory-digest-${randomUUID()}`);

interface Folder {
  root: string;
  /** Relative to `root`. */
  path: string;
}

interface Digest {
  path: string;
  files: number;
  bytes: number;
  lines: number;
  /** What the files would come to. */
  compressedBytes: number;
  /** SHA-256 over the files in the order of their names. */
  hash: string;
}

const folderName = (folder: number) => `folder-${String(folder).padStart(3, '0')}`;

/** Words with line breaks: like text, it compresses to about a third. */
function inventText(bytes: number): string {
  let value = 1;
  let text = '';
  while (text.length < bytes) {
    value = (Math.imul(value, 1664525) + 1013904223) >>> 0;
    text += value % 8 === 0 ? '\n' : `${(value >>> 12).toString(36)} `;
  }
  return text.slice(0, bytes);
}

/** Every file starts elsewhere in the same text. */
function makeTree(folders: number, files: number, bytes: number): void {
  const text = inventText(bytes);
  for (let folder = 0; folder < folders; folder++) {
    const path = join(madeTree, folderName(folder));
    mkdirSync(path, { recursive: true, mode: 0o700 });
    for (let file = 0; file < files; file++) {
      const start = Math.floor(((folder * files + file) * bytes) / (folders * files));
      writeFileSync(join(path, `file-${file}.txt`), text.slice(start) + text.slice(0, start));
    }
  }
}

/** The folder itself and all below it, in an order that does not depend on the disk. */
function walk(folder: string): string[] {
  const below = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const paths = below.map(({ name }) => join(folder, name)).sort();
  return [folder, ...paths.flatMap(walk)];
}

function foldersIn(path: string): Folder[] {
  const root = resolve(path);
  return walk(root).map((folder) => ({ root, path: relative(root, folder) }));
}

const LINE_BREAK = 10;

function countLines(content: Buffer): number {
  let lines = 0;
  for (let at = content.indexOf(LINE_BREAK); at >= 0; at = content.indexOf(LINE_BREAK, at + 1)) lines++;
  return lines;
}

function digest({ root, path }: Folder): Digest {
  const folder = join(root, path);
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  const hash = createHash('sha256');
  const sums = { bytes: 0, lines: 0, compressedBytes: 0 };
  for (const name of files.map((file) => file.name).sort()) {
    const content = readFileSync(join(folder, name));
    hash.update(content);
    sums.bytes += content.length;
    sums.lines += countLines(content);
    sums.compressedBytes += deflateRawSync(content, { level: 4 }).length;
  }
  return { path, files: files.length, ...sums, hash: hash.digest('hex') };
}

type Background = BackgroundTask<ReturnType<typeof calculateE>>;

let background: Background | undefined;

/** Resolves when it runs, so that no pass is measured without it. */
async function startBackground(): Promise<Background> {
  // Loaded here and not above: workers import this file too, and need nothing of corewise but its types.
  const { runInBackground } = await import('corewise');
  type Module = typeof import('./directory-digest/calculate-e.js');
  const module = new URL('./directory-digest/calculate-e.js', import.meta.url);
  const job = runInBackground<Module, 'calculateE'>(module, 'calculateE');
  await Promise.race([new Promise((resolve) => job.onStatus(resolve)), job.result]);
  return job;
}

async function stopBackground(job: Background, log: Log, isTold: boolean): Promise<void> {
  job.stop();
  const { terms, e }: SoFar = await job.result;
  await job.exitCode;
  if (isTold) log.info(`In the background: e is ${e} after ${terms} terms.`);
}

export default defineScenario({
  name: 'directory-digest',
  description:
    'Hashes and compresses a tree of folders (--param path=…) while e is calculated in the background. Expect serial to block the main thread for the whole pass and workers to leave it free, with one core fewer to speed things up.',
  params: { path: '', background: true, status: false, folders: 32, files: 4, bytes: 32_768 },
  tasks: ({ path, folders }) =>
    path === ''
      ? Array.from({ length: folders }, (_, folder): Folder => ({ root: madeTree, path: folderName(folder) }))
      : foldersIn(path),
  async prepare({ params }) {
    if (params.path === '') makeTree(params.folders, params.files, params.bytes);
    if (params.background) background = await startBackground();
  },
  async cleanup({ params, log }) {
    const job = background;
    background = undefined;
    rmSync(madeTree, { recursive: true, force: true });
    if (job) await stopBackground(job, log, params.status);
  },
  run(folder, { params, log }) {
    const result = digest(folder);
    if (params.status) log.info(`${result.path || '.'}: ${result.files} files, ${result.bytes} bytes`);
    return result;
  },
  cost: (_folder, { files, bytes }) => (files * bytes) / 50_000,
});
