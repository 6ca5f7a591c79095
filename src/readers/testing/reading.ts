import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { type CurveOptions, type CurvesRead, readCurves } from '../index.js';

/** A file for the tests of one file, and what is read of it where it holds the content. */
export function fileToRead(): {
  FILE: string;
  reading(content: string | Buffer, options?: CurveOptions): Promise<CurvesRead>;
} {
  const FILE = join(temporaryFolder(), 'file');
  return {
    FILE,
    reading(content, options = {}) {
      writeFileSync(FILE, content);
      return readCurves(FILE, options);
    },
  };
}

/** Workers and throughput of the first curve, in six digits. */
export const pointsIn = ({ curves }: CurvesRead): number[][] =>
  curves[0]!.points.map(({ workers, throughput }) => [workers, Number(throughput.toPrecision(6))]);
