import { Writable } from 'node:stream';
import { isMainThread } from 'node:worker_threads';
import { Lines, LONGEST_LINE } from './lines.js';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Where what a worker says goes: one line, or the several lines of one call of `console`. */
export type LogOutlet = (level: LogLevel, message: string) => void;

/** The levels of the calls of `console` that print; what they print themselves goes by the outermost call. */
const levels: Partial<Record<keyof Console, LogLevel>> = {
  assert: 'error',
  count: 'info',
  countReset: 'warn',
  debug: 'debug',
  dir: 'info',
  dirxml: 'info',
  error: 'error',
  group: 'info',
  groupCollapsed: 'info',
  info: 'info',
  log: 'info',
  table: 'info',
  time: 'warn',
  timeEnd: 'info',
  timeLog: 'info',
  trace: 'debug',
  warn: 'warn',
};

export interface CapturedOutput {
  /** Hands out the lines that nothing ended. */
  end(): void;
  /** Ends it, and gives `console` and the streams back. */
  release(): void;
}

/**
 * From now on what this thread prints, by `console` or by writing to `process.stdout` and `process.stderr`, goes
 * to the outlet: a call of `console` with its level, other lines as `info` (stdout) or `warn` (stderr). What is
 * written to the descriptors themselves (1, 2) is not seen here.
 */
export function captureOutput(outlet: LogOutlet): CapturedOutput {
  let level: LogLevel | undefined;
  const undo: (() => void)[] = [];
  const streams = (['stdout', 'stderr'] as const).map((name) => {
    const usual: LogLevel = name === 'stdout' ? 'info' : 'warn';
    const lines = new Lines((line) => outlet(level ?? usual, line));
    let stream: Writable | undefined;
    const before = Object.getOwnPropertyDescriptor(process, name)!;
    undo.push(() => Object.defineProperty(process, name, before));
    // Most workers print nothing: the stream is made when somebody asks for it.
    Object.defineProperty(process, name, {
      configurable: true,
      enumerable: true,
      get: () => {
        stream ??= new Writable({
          decodeStrings: false,
          write(chunk: string | Uint8Array, _encoding, done) {
            if (level !== undefined && isWhole(chunk, lines)) outlet(level, chunk.slice(0, -1));
            else lines.write(chunk);
            done();
          },
        });
        if (!isMainThread && before.get) answerParent(stream, before.get.call(process));
        return stream;
      },
    });
    return lines;
  });
  for (const [name, own] of Object.entries(levels)) {
    const method = console[name as 'log'];
    const print = (...args: unknown[]): void => {
      const outer = level;
      level ??= own;
      try {
        method.apply(console, args);
      } finally {
        level = outer;
      }
    };
    Object.defineProperty(print, 'name', { value: name });
    console[name as 'log'] = print;
    undo.push(() => {
      console[name as 'log'] = method;
    });
  }
  const end = () => {
    for (const lines of streams) lines.end();
  };
  return {
    end,
    release() {
      end();
      for (const restore of undo) restore();
    },
  };
}

/**
 * Node tells a thread's own stream, by methods under its own symbols, when the parent reads on. It looks the stream
 * up on `process` each time, so it calls the one that stands there now.
 */
function answerParent(stream: Writable, own: object): void {
  for (const symbol of Object.getOwnPropertySymbols(Object.getPrototypeOf(own))) {
    const method: unknown = Reflect.get(own, symbol);
    if (typeof method === 'function' && !(symbol in stream))
      Object.defineProperty(stream, symbol, { value: method.bind(own) });
  }
}

/** The text of one call of `console` is one entry, unless it goes on a line, or is too long to be one. */
function isWhole(chunk: string | Uint8Array, lines: Lines): chunk is string {
  return (
    typeof chunk === 'string' && chunk.length <= LONGEST_LINE && chunk.endsWith('\n') && !lines.isWithinLine
  );
}
