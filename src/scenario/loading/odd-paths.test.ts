import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { loadInProcess, resultInWorker, scenarioReturning, useProject } from './testing/project.js';

const project = useProject();

it.each(['two words', '#1', '100%20', 'a?b', '[x] (y)', "it's", 'straße', 'a*b', '$HOME `x`'])(
  'loads from a folder called "%s"',
  async (name) => {
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
    const path = project.path(place('odd #%20?.ts'));
    const loaded = await loadInProcess(path);
    expect(loaded.packages).toEqual(['dep@unknown']);
    expect(await resultInWorker(loaded)).toEqual([
      'by import',
      'by require',
      7,
      pathToFileURL(path).href,
      path,
    ]);
  },
);
