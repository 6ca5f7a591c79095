import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../own-package.js';
import { findScenario, loadSuite, shippedSuites } from './index.js';
import { scenarioReturning, useProject } from './testing/project.js';

const project = useProject();

it('loads the shipped suites by name', async () => {
  const suites = await shippedSuites();
  expect(suites.map(({ suite }) => suite.name)).toEqual(['default', 'quick', 'full', 'patterns']);
  for (const { suite, base } of suites) {
    expect(await loadSuite(suite.name, project.folder)).toEqual({ suite, base });
    expect(base).toBe(join(packageRoot, 'dist', 'bench', 'suites'));
  }
});

it.each(['ts', 'mjs', 'js'])('loads a .%s by path; its scenarios start at its folder', async (extension) => {
  project.write({
    [`below/mine.${extension}`]: `import { defineSuite } from 'corewise/scenario';
export default defineSuite({ name: 'mine', sweeps: [{ scenario: './own.ts', workers: [1, 'P'] }] });`,
    'below/own.ts': scenarioReturning('1'),
  });
  const { suite, base } = await loadSuite(`below/mine.${extension}`, project.folder);
  expect(suite.sweeps).toEqual([{ scenario: './own.ts', workers: [1, 'P'] }]);
  expect(findScenario(suite.sweeps[0]!.scenario!, base)).toBe(project.path('below/own.ts'));
});

it('names the nearest suite for one that is unknown', async () => {
  await expect(loadSuite('qick', project.folder)).rejects.toThrow(
    'Unknown suite "qick". Did you mean "quick"? Valid: default, quick, full, patterns.',
  );
});
