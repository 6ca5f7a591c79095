import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { startProgram } from '../../../testing/command-line.js';
import { useProject } from '../testing/project.js';
import { storeModule } from './module.js';

const project = useProject();

afterEach(() => {
  process.env.XDG_CACHE_HOME = project.path('cache');
});

it('stores equal code once, other code elsewhere', async () => {
  const first = await storeModule('a', 'export default 1;');
  expect(await storeModule('a', 'export default 1;')).toBe(first);
  expect(await storeModule('a', 'export default 2;')).not.toBe(first);
  expect(readFileSync(first, 'utf8')).toBe('export default 1;');
});

it('replaces a file that was left half written', async () => {
  const file = await storeModule('half', 'export default 3;');
  writeFileSync(file, 'expo');
  await storeModule('half', 'export default 3;');
  expect(readFileSync(file, 'utf8')).toBe('export default 3;');
});

it('leaves one whole file when many write it at once', async () => {
  process.env.XDG_CACHE_HOME = project.path('many');
  const code = `export default ${'1 + '.repeat(50_000)}1;`;
  const files = await Promise.all(Array.from({ length: 8 }, () => storeModule('many', code)));
  expect(readFileSync(files[0]!, 'utf8')).toBe(code);
  expect(readdirSync(dirname(files[0]!))).toHaveLength(1);
});

it('takes names that are no file names', async () => {
  const file = await storeModule('a #1/..%', 'export default 4;');
  expect(dirname(file)).toBe(join(process.env.XDG_CACHE_HOME!, 'corewise'));
});

it('stores elsewhere where the cache cannot be written, for as long as the process lives', async () => {
  project.write({ 'a-file': '' });
  chmodSync(project.path('a-file'), 0o400);
  const program = `import { readFileSync } from 'node:fs';
import { storeModule } from ${JSON.stringify(new URL('./module.js', import.meta.url).href)};
const file = await storeModule('refused', 'export default 5;');
console.log(JSON.stringify([file, readFileSync(file, 'utf8')]));`;
  const { stdout, stderr } = await startProgram(
    process.execPath,
    ['--input-type=module', '-e', program],
    tmpdir(),
    { XDG_CACHE_HOME: project.path('a-file') },
  ).ended;
  expect(stderr).toBe('');
  const [file, code] = JSON.parse(stdout) as [string, string];
  expect(file.startsWith(tmpdir())).toBe(true);
  expect(code).toBe('export default 5;');
  expect(existsSync(file)).toBe(false);
});
