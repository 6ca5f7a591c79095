import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { LoadedScenario } from './index.js';
import { loadAllInProcess, resultInWorker, scenarioReturning, useProject } from './testing/project.js';

const project = useProject();

describe('loads from a folder called', () => {
  const names = ['two words', '#1', '100%20', 'a?b', '[x] (y)', "it's", 'straße', 'a*b', '$HOME `x`'];
  const pathIn = (name: string) => project.path(`${name}/odd #%20?.ts`);
  let all: LoadedScenario[];

  beforeAll(async () => {
    for (const name of names) {
      const place = (file: string) => `${name}/${file}`;
      project.write({
        [place('odd #%20?.ts')]: scenarioReturning(
          '[dep, required, data.value, import.meta.url, __filename]',
          `import dep from 'dep';\nimport required from './required.cjs';\nimport data from './data.json';`,
        ),
        [place('data.json')]: '{ "value": 7 }',
        [place('required.cjs')]: `module.exports = require('dep');`,
        [place('node_modules/dep/package.json')]: JSON.stringify({
          name: 'dep',
          exports: { import: './esm.mjs', require: './cjs.cjs' },
        }),
        [place('node_modules/dep/esm.mjs')]: 'export default "by import";',
        [place('node_modules/dep/cjs.cjs')]: 'module.exports = "by require";',
      });
    }
    all = await loadAllInProcess(names.map(pathIn));
  });

  it.each(names.map((name, place) => [name, place] as const))('"%s"', async (name, place) => {
    const loaded = all[place]!;
    expect(loaded.packages).toEqual(['dep@unknown']);
    const path = pathIn(name);
    expect(await resultInWorker(loaded)).toEqual([
      'by import',
      'by require',
      7,
      pathToFileURL(path).href,
      path,
    ]);
  });
});
