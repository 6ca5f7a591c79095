import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const isRoot = (folder: string): boolean => {
  const file = join(folder, 'package.json');
  return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).name === 'corewise';
};

/** The package's own folder, from the sources as from dist/. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!isRoot(folder)) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('The package.json of corewise is missing: install it again.');
    folder = parent;
  }
  return folder;
}

export const assetsFolder = (): string => join(packageRoot(), 'assets');

/** The text of a file in assets/. */
export const assetText = (name: string): string => readFileSync(join(assetsFolder(), name), 'utf8');

/** The browser builds of Chart.js and its error bars; neither package exports them by name. */
export function chartScripts(): string[] {
  const require = createRequire(import.meta.url);
  const chartJs = join(dirname(require.resolve('chart.js')), 'chart.umd.min.js');
  const errorBars = join(dirname(require.resolve('chartjs-chart-error-bars')), 'index.umd.min.js');
  return [chartJs, errorBars].map((file) => readFileSync(file, 'utf8'));
}
