import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ownFolders } from '../../own-package.js';

/** Frames in files of these folders are ours: URLs and paths. */
const OURS = ownFolders.flatMap((folder) => [folder, fileURLToPath(folder)]);
const MOST_FRAMES = 5;

/**
 * The frames of an error's stack that are the user's own, innermost first: `run (/home/me/work.ts:12:9)`. Places in a
 * module that was bundled for workers are those of its sources.
 */
export function userFrames(error: unknown): string[] {
  const stack = stackOf(error);
  if (stack === undefined) return [];
  const maps = new Map<string, MappedFile | undefined>();
  const frames = stack.split('\n').flatMap((line) => frameOf(line) ?? []);
  return frames
    .filter(({ file }) => isOfUser(file))
    .slice(0, MOST_FRAMES)
    .map((frame) => frameText(atSource(frame, maps)));
}

interface Frame {
  /** Empty where V8 names none. */
  name: string;
  /** A path, or a file URL. */
  file: string;
  line: number;
  column: number;
}

function stackOf(error: unknown): string | undefined {
  try {
    const { stack } = error as { stack?: unknown };
    return typeof stack === 'string' ? stack : undefined;
  } catch {
    return undefined;
  }
}

/** V8 writes `at name (file:line:column)` or `at file:line:column`, with `async` or `new` before the name. */
function frameOf(line: string): Frame | undefined {
  const match = /^\s+at (?:(.*?) \()?(?:async )?(.+?):(\d+):(\d+)\)?$/.exec(line);
  if (!match) return undefined;
  const [, name = '', file = '', row, column] = match;
  return { name, file, line: Number(row), column: Number(column) };
}

function isOfUser(file: string): boolean {
  if (!/^(file:|\/|[A-Za-z]:\\)/.test(file)) return false;
  return !OURS.some((folder) => file.startsWith(folder));
}

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

const INLINE_MAP = '//# sourceMappingURL=data:application/json;base64,';

function atSource(frame: Frame, maps: Map<string, MappedFile | undefined>): Frame {
  if (!maps.has(frame.file)) maps.set(frame.file, readMap(frame.file));
  const mapped = maps.get(frame.file);
  if (!mapped) return frame;
  const entry: Partial<Original> = mapped.map.findEntry(frame.line - 1, frame.column - 1);
  const { originalSource, originalLine = 0, originalColumn = 0 } = entry;
  if (originalSource === undefined || !URL.canParse(originalSource, mapped.root)) return frame;
  const file = new URL(originalSource, mapped.root).href;
  return { ...frame, file, line: originalLine + 1, column: originalColumn + 1 };
}

/** Undefined where the file has none of its own, or is gone. */
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

function frameText({ name, file, line, column }: Frame): string {
  const place = `${pathOf(file)}:${line}:${column}`;
  return name === '' ? place : `${name} (${place})`;
}
