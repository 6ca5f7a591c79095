import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ownFolders } from '../../../own-package.js';

/** A call in a stack. */
export interface Frame {
  /** Empty where V8 names none. */
  name: string;
  /** A path, or a file URL. */
  file: string;
  line: number;
  column: number;
}

/** Maps of files by their place in a stack; undefined where a file has none of its own, or is gone. */
export type Maps = Map<string, MappedFile | undefined>;

interface MappedFile {
  map: SourceMap;
  /** File URL of the folder that its sources' paths begin at. */
  root: string;
}

/** Counted from 0. */
interface Original {
  originalSource: string;
  originalLine: number;
  originalColumn: number;
}

/** Frames in files of these folders are ours: URLs and paths. */
const OURS = ownFolders.flatMap((folder) => [folder, fileURLToPath(folder)]);
const INLINE_MAP = '//# sourceMappingURL=data:application/json;base64,';

/** V8 writes `at name (file:line:column)` or `at file:line:column`, with `async` or `new` before the name. */
export function frameOf(line: string): Frame | undefined {
  const match = /^\s+at (?:(.*?) \()?(?:async )?(.+?):(\d+):(\d+)\)?$/.exec(line);
  if (!match) return undefined;
  const [, name = '', file = '', row, column] = match;
  return { name, file, line: Number(row), column: Number(column) };
}

export function isOfUser({ file }: Frame): boolean {
  return isOnDisk(file) && !OURS.some((folder) => file.startsWith(folder));
}

function isOnDisk(file: string): boolean {
  return /^(file:|\/|[A-Za-z]:\\)/.test(file);
}

/** The same call, in the source of a module that was bundled for workers. */
export function atSource(frame: Frame, maps: Maps): Frame {
  if (!maps.has(frame.file)) maps.set(frame.file, readMap(frame.file));
  const mapped = maps.get(frame.file);
  if (!mapped) return frame;
  const entry: Partial<Original> = mapped.map.findEntry(frame.line - 1, frame.column - 1);
  const { originalSource, originalLine = 0, originalColumn = 0 } = entry;
  if (originalSource === undefined || !URL.canParse(originalSource, mapped.root)) return frame;
  const file = new URL(originalSource, mapped.root).href;
  return { ...frame, file, line: originalLine + 1, column: originalColumn + 1 };
}

/** A stack for another machine: calls of the user's code in its sources, without ours, which are not in its files. */
export function stackAtSources(stack: string): string {
  const maps: Maps = new Map();
  return stack
    .split('\n')
    .flatMap((line) => {
      const frame = frameOf(line);
      if (!frame || !isOnDisk(frame.file)) return [line];
      return isOfUser(frame) ? [`    at ${frameText(atSource(frame, maps))}`] : [];
    })
    .join('\n');
}

export function frameText({ name, file, line, column }: Frame): string {
  const place = `${pathOf(file)}:${line}:${column}`;
  return name === '' ? place : `${name} (${place})`;
}

function readMap(file: string): MappedFile | undefined {
  try {
    const text = readFileSync(pathOf(file), 'utf8');
    const at = text.lastIndexOf(INLINE_MAP);
    if (at < 0) return undefined;
    const encoded = text.slice(at + INLINE_MAP.length).trim();
    const payload = JSON.parse(Buffer.from(encoded, 'base64').toString()) as ConstructorParameters<
      typeof SourceMap
    >[0];
    return {
      map: new SourceMap(payload),
      root: payload.sourceRoot || new URL('.', pathToFileURL(pathOf(file))).href,
    };
  } catch {
    return undefined;
  }
}

const pathOf = (file: string) => (file.startsWith('file:') ? fileURLToPath(file) : file);
