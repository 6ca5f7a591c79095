import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../own-package.js';
import { loadScenario, shippedScenarios } from './index.js';
import { scenarioReturning, useProject } from './testing/project.js';

const project = useProject();

async function hashOf(folder: string, files: Record<string, string>): Promise<string> {
  project.write(Object.fromEntries(Object.entries(files).map(([file, text]) => [`${folder}/${file}`, text])));
  return (await loadScenario(project.path(`${folder}/index.ts`))).hash;
}

function filesWith(version: string, added = ''): Record<string, string> {
  const imports = `import dep from 'dep';\nimport tool from './tool.cjs';\nimport { x } from './x.js';`;
  return {
    'index.ts': scenarioReturning('[dep, tool, x, import.meta.url, __dirname]', imports),
    'tool.cjs': `module.exports = [require('dep'), __filename];`,
    'x.ts': `export const x = 1;${added}`,
    'node_modules/dep/package.json': JSON.stringify({ name: 'dep', version, main: 'main.js' }),
    'node_modules/dep/main.js': 'module.exports = 1;',
  };
}

it('does not depend on the folder, nor on comments and spaces', async () => {
  const hash = await hashOf('one/here', filesWith('1.0.0'));
  expect(hash).toMatch(/^[\da-f]{64}$/);
  expect(await hashOf('two/there/deeper', filesWith('1.0.0'))).toBe(hash);
  expect(await hashOf('commented', filesWith('1.0.0', '\n\n// a comment'))).toBe(hash);
});

it('changes with the code, with that of local files, and with the version of a package', async () => {
  const hashes = await Promise.all([
    hashOf('a', filesWith('1.0.0')),
    hashOf('b', filesWith('1.0.1')),
    hashOf('c', filesWith('1.0.0', 'globalThis.touched = 1;')),
  ]);
  expect(new Set(hashes).size).toBe(3);
});

it('names the packages with their versions', async () => {
  project.write(
    Object.fromEntries(Object.entries(filesWith('2.1.0')).map(([file, text]) => [`named/${file}`, text])),
  );
  const { packages } = await loadScenario(project.path('named/index.ts'));
  expect(packages).toEqual(['dep@2.1.0']);
});

it('is the same for a shipped scenario by name and by the path of its source', async () => {
  for (const { scenario, hash, packages } of await shippedScenarios()) {
    const bySource = await loadScenario(join(packageRoot, 'scenarios', `${scenario.name}.ts`));
    expect([scenario.name, bySource.hash, bySource.packages]).toEqual([scenario.name, hash, packages]);
    expect(packages.filter((name) => name.startsWith('corewise'))).toEqual([]);
  }
});
