import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { packageRoot } from '../own-package.js';

export const assetsFolder = (): string => join(packageRoot, 'assets');

/** The text of a file in assets/. */
export const assetText = (name: string): string => readFileSync(join(assetsFolder(), name), 'utf8');

/** The browser builds of Chart.js and its error bars; neither package exports them by name. */
export function chartScripts(): string[] {
  const require = createRequire(import.meta.url);
  const chartJs = join(dirname(require.resolve('chart.js')), 'chart.umd.min.js');
  const errorBars = join(dirname(require.resolve('chartjs-chart-error-bars')), 'index.umd.min.js');
  return [chartJs, errorBars].map((file) => readFileSync(file, 'utf8'));
}
