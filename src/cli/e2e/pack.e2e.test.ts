import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { reportSchema } from '../../report/index.js';
import { type Ended, startProgram } from '../../testing/command-line.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const folder = temporaryFolder();
const home = join(folder, 'a user');
const npm = (...args: string[]): Promise<Ended> => startProgram('npm', args, home).ended;
const installed = (...args: string[]): Promise<Ended> => npm('exec', '--no', '--', 'corewise', ...args);

/** With CI=true a registry that does not answer is a failure, not a skip. */
const hasRegistry =
  process.env.CI === 'true' ||
  spawnSync('npm', ['view', 'zod', 'version', '--fetch-retries=0'], { timeout: 30_000 }).status === 0;
const name = 'the package, installed into an empty folder (needs the registry: npm config set registry URL)';

describe.runIf(hasRegistry)(name, () => {
  beforeAll(async () => {
    mkdirSync(home);
    writeFileSync(join(home, 'package.json'), '{ "private": true, "type": "module" }');
    const packed = await startProgram('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], root)
      .ended;
    expect(packed.code, packed.stderr).toBe(0);
    const [tarball = ''] = readdirSync(folder).filter((file) => file.endsWith('.tgz'));
    const done = await npm('install', '--prefer-offline', '--no-audit', '--no-fund', join(folder, tarball));
    expect(done.code, done.stderr).toBe(0);
  }, 240_000);

  const tiny = [
    ...['--engine', 'threads', '--workers', '2', '--chunksize', '1', '--rounds', '1', '--no-wait', '--json'],
  ];

  it('runs a scenario of its own', async () => {
    const ended = await installed('run', 'cycles', '--param', 'iterations=100000', ...tiny);
    expect(ended.code, ended.stderr).toBe(0);
    const { cases } = reportSchema.parse(JSON.parse(ended.stdout));
    expect(cases.find(({ workers, engine }) => workers === 2 && engine === 'threads')?.verified).toBe(true);
  });

  it('writes a scenario for its user and runs it', async () => {
    expect((await installed('init', 'my-work')).code).toBe(0);
    const ended = await installed('run', './my-work.ts', '--param', 'count=200', ...tiny);
    expect(ended.code, ended.stderr).toBe(0);
    expect(reportSchema.parse(JSON.parse(ended.stdout)).scenarios[0]?.name).toBe('my-work');
  });

  it('is a library with types', async () => {
    const program =
      "import { measure } from 'corewise'; import { defineScenario } from 'corewise/scenario'; console.log(typeof measure, typeof defineScenario);";
    const { stdout } = await startProgram(process.execPath, ['--input-type=module', '-e', program], home)
      .ended;
    expect(stdout).toBe('function function\n');
    expect(readdirSync(join(home, 'node_modules/corewise/lib'))).toContain('index.d.ts');
  });

  it('holds no tests', () => {
    const files = readdirSync(join(home, 'node_modules/corewise'), { recursive: true, encoding: 'utf8' });
    const own = files.filter((file) => !file.startsWith('node_modules'));
    expect(own.filter((file) => /\.test\.|testing|\.map$/.test(file))).toEqual([]);
  });
});
