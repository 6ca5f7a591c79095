import type { MeasuredCurve } from './curve.js';
import type { InputFile } from './input/input-file.js';

/** What the user says of a file beyond its format. */
export interface ReadOptions {
  /** The parameter, column or key that holds the number of workers. */
  parameter?: string | undefined;
  /** The column that holds times. */
  time?: string | undefined;
  /** The column that holds throughputs. */
  throughput?: string | undefined;
}

/** One format of measurements. */
export interface Reader {
  /** As chosen by `--input-format`. */
  readonly name: string;
  /** What such a file is, in a few words. */
  readonly description: string;
  /** From the content, never from the file's name. */
  recognises(file: InputFile): boolean;
  /** Whether the columns of a time and a throughput can be named; without it they cannot. */
  takesColumns?(file: InputFile): boolean;
  /** Throws UsageError with file, place and what was expected. */
  read(file: InputFile, options: ReadOptions): MeasuredCurve[] | Promise<MeasuredCurve[]>;
}
