import { describe, expect, it } from 'vitest';
import { UnavailableError, UsageError } from '../../../errors.js';
import { loadScenario } from '../index.js';
import { resultInWorker, scenarioReturning, useProject } from '../testing/project.js';
import { mappingsOf } from './tsconfig-paths.js';

const project = useProject();
const paths = { compilerOptions: { paths: { '@lib/*': ['./src/lib/*'] } } };
let projects = 0;

/** A project with `src/lib/double.ts`, these files, and a scenario in `bench` that imports the name. */
function written(files: Record<string, unknown>, name: string): string {
  const folder = `paths-${projects++}`;
  const all = {
    'src/lib/double.ts': 'export const double = (n: number): number => 2 * n;',
    'bench/probe.ts': scenarioReturning('double(21)', `import { double } from '${name}';`),
    ...files,
  };
  for (const [file, given] of Object.entries(all))
    project.write({ [`${folder}/${file}`]: typeof given === 'string' ? given : JSON.stringify(given) });
  return folder;
}

const scenarioOf = (folder: string) => project.path(`${folder}/bench/probe.ts`);

describe('`paths` are followed', () => {
  it.each<[string, string, Record<string, unknown>]>([
    ['of tsconfig.json', '@lib/double', { 'tsconfig.json': paths }],
    ['with the extension .js', '@lib/double.js', { 'tsconfig.json': paths }],
    [
      'of a file that tsconfig.json refers to',
      '@lib/double',
      {
        'tsconfig.json': { files: [], references: [{ path: './tsconfig.app.json' }] },
        'tsconfig.app.json': paths,
      },
    ],
    ['of a tsconfig.base.json alone', '@lib/double', { 'tsconfig.base.json': paths }],
    [
      'above a tsconfig.json without any',
      '@lib/double',
      { 'tsconfig.json': paths, 'bench/tsconfig.json': { compilerOptions: { strict: true } } },
    ],
    [
      'that are extended from elsewhere',
      '@lib/double',
      {
        'tsconfig.app.json': { extends: './config/paths' },
        'config/paths.json': { compilerOptions: { paths: { '@lib/*': ['../src/lib/*'] } } },
      },
    ],
    [
      'with comments, a base and a fallback',
      '~/lib/double',
      {
        'tsconfig.app.json':
          '{ // "paths" below\n "compilerOptions": { "baseUrl": "./src", /* */ "paths": { "~/*": ["gone/*", "*"], }, }, }',
      },
    ],
    ['of jsconfig.json', '@lib/double', { 'jsconfig.json': paths }],
  ])('%s', async (_, name, files) => {
    const loaded = await loadScenario(scenarioOf(written(files, name)));
    expect(await resultInWorker(loaded)).toBe(42);
  });

  it('and do not change what a scenario’s content is', async () => {
    const bare = await loadScenario(scenarioOf(written({}, '../src/lib/double')));
    const mapped = await loadScenario(scenarioOf(written({ 'tsconfig.app.json': paths }, '@lib/double')));
    expect(mapped.hash).toBe(bare.hash);
    expect(mapped.packages).toEqual([]);
  });
});

describe('`paths` that lead nowhere are named', () => {
  async function refusal(folder: string): Promise<string> {
    const error = await loadScenario(scenarioOf(folder)).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(UsageError);
    expect(error).not.toBeInstanceOf(UnavailableError);
    return error.message.replaceAll(`${project.path(folder)}/`, '');
  }

  it.each([
    [
      'a file that is not there',
      '@lib/triple',
      { 'tsconfig.json': paths },
      'bench/probe.ts:1:24: Could not resolve "@lib/triple": "paths" of tsconfig.json maps it to src/lib/triple, which does not exist',
    ],
    [
      'a build that was not made',
      '@lib/double',
      { 'tsconfig.build.json': { compilerOptions: { paths: { '@lib/*': ['./dist/*', './out/*'] } } } },
      'bench/probe.ts:1:24: Could not resolve "@lib/double": "paths" of tsconfig.build.json maps it to dist/double or out/double, which does not exist',
    ],
  ])('%s', async (_, name, files, message) => {
    expect(await refusal(written(files, name))).toBe(message);
  });

  it('and an alias that nobody maps is no missing package', async () => {
    expect(await refusal(written({}, '@/lib/double'))).toMatch(
      /^bench\/probe\.ts:1:24: Could not resolve "@\/lib\/double": no "paths" of a tsconfig\.json in bench or above maps it$/,
    );
  });

  it.each([
    ['no pattern is of it', paths],
    ['a pattern is of everything', { compilerOptions: { paths: { '*': ['./src/*'] } } }],
  ])('while a package that is missing is one, where %s', async (_, config) => {
    const folder = written({ 'tsconfig.json': config }, 'gone/with');
    await expect(loadScenario(scenarioOf(folder))).rejects.toThrow(UnavailableError);
  });
});

it('the longest pattern wins, a whole name before it, the nearest file first', () => {
  const folder = written(
    {
      'tsconfig.json': {
        compilerOptions: {
          paths: { '*': ['any/*'], 'a/*': ['short/*'], 'a/b/*': ['long/*'], 'a/b': ['whole'] },
        },
      },
      'bench/tsconfig.json': { compilerOptions: { paths: { 'a/*/z': ['near/*'] } } },
    },
    '../src/lib/double',
  );
  const targets = (name: string) =>
    mappingsOf(name, project.path(`${folder}/bench`)).flatMap((mapped) =>
      mapped.targets.map((target) => target.replace(`${project.path(folder)}/`, '')),
    );
  expect(targets('a/b/c')).toEqual(['long/c']);
  expect(targets('a/b')).toEqual(['whole']);
  expect(targets('a/x/z')).toEqual(['bench/near/x', 'short/x/z']);
  expect(targets('b')).toEqual(['any/b']);
});
