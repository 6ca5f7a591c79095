import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { reportSchema } from '../../report/index.js';
import { type Ended, frugal, startProgram } from '../../testing/command-line.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const folder = temporaryFolder();
const staged = join(folder, 'package');
const home = join(folder, 'a user');
/** Other programs under test are started without these: see vitest.config.ts. */
const certificates = { NODE_EXTRA_CA_CERTS: process.env.NPM_EXTRA_CA_CERTS ?? '' };
const npm = (...args: string[]): Promise<Ended> => startProgram('npm', args, home, certificates).ended;
const inPackage = (path: string) => join(home, 'node_modules/corewise', path);
const filesBelow = (path: string) =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
/** What npm has put there for `npx corewise`, without npm's own start. */
const installed = (...args: string[]): Promise<Ended> =>
  startProgram(join(home, 'node_modules/.bin/corewise'), args, home).ended;

/** With CI=true a registry that does not answer is a failure, not a skip. */
const hasRegistry =
  process.env.CI === 'true' ||
  spawnSync('npm', ['view', 'zod', 'version', '--fetch-retries=0'], {
    env: { ...process.env, ...certificates },
    timeout: 30_000,
  }).status === 0;
/** So that it does not grow unseen. Installed: with what it depends on, without what is optional. */
const MOST = { tarballBytes: 500_000, files: 150, installedBytes: 40_000_000 };

/** What `npm pack` makes, from a copy: what it does to lib/ is not for those who use it meanwhile. */
async function pack(): Promise<{ filename: string; size: number; entryCount: number }> {
  const parts = ['package.json', 'README.md', 'LICENSE', 'lib', 'dist/scenarios', 'dist/bench/suites'];
  for (const part of [...parts, 'assets', 'schema', 'docs', 'scripts'])
    cpSync(join(root, part), join(staged, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(staged, 'node_modules'), 'junction');
  const joined = await startProgram(process.execPath, ['scripts/declarations.mjs'], staged).ended;
  expect(joined.code, joined.stderr).toBe(0);
  const packed = await startProgram('npm', ['pack', '--ignore-scripts', '--json'], staged).ended;
  expect(packed.code, packed.stderr).toBe(0);
  return JSON.parse(packed.stdout)[0];
}

const name = 'the package, installed into an empty folder (needs the registry: npm config set registry URL)';

describe.runIf(hasRegistry)(name, () => {
  let packed: Awaited<ReturnType<typeof pack>>;

  beforeAll(async () => {
    mkdirSync(home);
    writeFileSync(join(home, 'package.json'), '{ "private": true, "type": "module" }');
    packed = await pack();
    const tarball = join(staged, packed.filename);
    const done = await npm('install', '--prefer-offline', '--no-audit', '--no-fund', tarball);
    expect(done.code, done.stderr).toBe(0);
  }, 240_000);

  const tiny = ['--workers', '1', '--chunksize', '1', '--rounds', '1', '--no-wait', '--json', ...frugal];

  it('is small', () => {
    expect(packed.size).toBeLessThanOrEqual(MOST.tarballBytes);
    expect(packed.entryCount).toBeLessThanOrEqual(MOST.files);
    const files = filesBelow(join(home, 'node_modules')).map((file) => statSync(file));
    // esbuild's program has two names.
    const sizes = new Map(files.map(({ ino, size }) => [ino, size]));
    expect([...sizes.values()].reduce((total, size) => total + size, 0)).toBeLessThanOrEqual(
      MOST.installedBytes,
    );
  });

  it('names what is joined into its files, with the licences', () => {
    const licences = readFileSync(inPackage('lib/licences.txt'), 'utf8');
    expect(licences).toMatch(/^commander \d+\.\d+\.\d+: MIT$/m);
    expect(licences).toContain('The above copyright notice and this permission notice shall be included');
  });

  it('runs a scenario of its own', async () => {
    const run = ['run', 'cycles', '--param', 'iterations=100000', '--engine', 'threads', ...tiny];
    const ended = await npm('exec', '--no', '--', 'corewise', ...run);
    expect(ended.code, ended.stderr).toBe(0);
    const { cases } = reportSchema.parse(JSON.parse(ended.stdout));
    expect(cases.find(({ engine }) => engine === 'threads')?.verified).toBe(true);
  });

  it('draws PNG charts where the packages for them are installed, and names them where not', async () => {
    const report = () => installed('report', 'reports/latest', '--format', 'png,json', '--out', 'pictures');
    const before = await report();
    expect(before.code, before.stderr).toBe(0);
    expect(readdirSync(join(home, 'pictures'))).toEqual(['report.json']);
    expect(before.stderr).toContain('npm install @napi-rs/canvas @fontsource/dejavu-sans');
    for (const scope of ['@napi-rs', '@fontsource'])
      symlinkSync(join(root, 'node_modules', scope), join(home, 'node_modules', scope), 'junction');
    const after = await report();
    expect(after.code, after.stderr).toBe(0);
    const [picture = ''] = filesBelow(join(home, 'pictures/charts'));
    expect(readFileSync(picture).subarray(1, 4).toString('latin1')).toBe('PNG');
  });

  it('names the package that a scenario lacks', async () => {
    const { unavailable } = JSON.parse((await installed('list', '--json')).stdout);
    expect(unavailable).toEqual([
      { name: 'etl-database', reason: expect.stringContaining('"lmdb", which is not installed') },
    ]);
  });

  it('writes a scenario for its user and runs it', async () => {
    expect((await installed('init', 'my-work')).code).toBe(0);
    const ended = await installed(
      'run',
      './my-work.ts',
      '--param',
      'count=200',
      '--engine',
      'serial',
      ...tiny,
    );
    expect(ended.code, ended.stderr).toBe(0);
    expect(reportSchema.parse(JSON.parse(ended.stdout)).scenarios[0]?.name).toBe('my-work');
  });

  it('is a library', async () => {
    const program =
      "import { measure } from 'corewise'; import { defineScenario } from 'corewise/scenario'; console.log(typeof measure, typeof defineScenario);";
    const { stdout } = await startProgram(process.execPath, ['--input-type=module', '-e', program], home)
      .ended;
    expect(stdout).toBe('function function\n');
  });

  it('has types that hold in a strict project', async () => {
    writeFileSync(
      join(home, 'typed.ts'),
      `import { type Finding, measure, type PlanDocument, Pool, type Report } from 'corewise';
import { defineScenario } from 'corewise/scenario';
import { currentWorker } from 'corewise/worker';
export const first = (report: Report): Finding | undefined => report.findings[0];
export const bought = (plan: PlanDocument): number | undefined => plan.choices[0]?.instances;
export const made: Promise<Report> = measure({ name: 'mine', sweeps: [] });
export const opened: Promise<Pool> = Pool.open(new URL('./tasks.js', import.meta.url));
export const scenario = defineScenario({
  name: 'mine', description: '', params: { n: 1 }, tasks: ({ n }) => [n], run: (task: number) => task,
});
// @ts-expect-error: a worker has a number.
export const wrong: string = currentWorker().worker;
`,
    );
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022'];
    const types = ['--typeRoots', join(root, 'node_modules/@types'), '--types', 'node'];
    const lib = ['--lib', 'es2023,esnext.disposable'];
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    const args = [compiler, ...options, ...types, ...lib, 'typed.ts'];
    const { stdout } = await startProgram(process.execPath, args, home).ended;
    expect(stdout).toBe('');
  });

  it('has what its pages lead to, but for what is about the repository', () => {
    const pages = filesBelow(inPackage('.')).filter((file) => file.endsWith('.md'));
    const missing = pages.flatMap((page) =>
      [...readFileSync(page, 'utf8').matchAll(/\]\((?!\w+:)([^)#\s]+)[^)]*\)/g)]
        .map(([, target]) => normalize(join(dirname(page), target!)))
        .filter((target) => !existsSync(target)),
    );
    const inRepository = missing.map((file) => relative(inPackage('.'), file));
    expect(inRepository.filter((file) => !/^docs[/\\]/.test(file) || !existsSync(join(root, file)))).toEqual(
      [],
    );
  });

  it('holds no tests', () => {
    const files = readdirSync(inPackage('.'), { recursive: true, encoding: 'utf8' });
    expect(files.filter((file) => /\.test\.|testing|\.map$/.test(file))).toEqual([]);
  });
});
