import { expect, it } from 'vitest';
import { loadScenario, scenarioTemplate } from './index.js';
import { resultInWorker, useProject } from './testing/project.js';

const project = useProject();

it('loads and runs from a folder that holds nothing else', async () => {
  project.write({ 'my-work.ts': scenarioTemplate('my-work') });
  const loaded = await loadScenario(project.path('my-work.ts'));
  expect(loaded.scenario.name).toBe('my-work');
  expect(loaded.scenario.tasks(loaded.scenario.params, { next: () => 0, int: () => 0 })).toHaveLength(24);
  expect(await resultInWorker(loaded)).toBe(339);
});

it.each(['My Work', '', '../up', 'a.ts', '1st'])('refuses the name "%s"', (name) => {
  expect(() => scenarioTemplate(name)).toThrow('lower-case words joined by hyphens');
});
