import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { inventRecord } from '../insight/testing/invented-record.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { openInBrowser } from './open.js';
import { corewiseHere } from './testing/command-here.js';

const folder = temporaryFolder();
const programs = join(folder, 'bin');
const opened = join(folder, 'opened');
const PATH = process.env.PATH;
mkdirSync(programs);
afterEach(() => {
  process.env.PATH = PATH;
});

/** The only programs that there are, each of which writes down what it was given. */
function onlyPrograms(exitCode: number, ...names: string[]): void {
  process.env.PATH = programs;
  for (const name of names) {
    const file = join(programs, name);
    writeFileSync(file, `#!/bin/sh\necho "${name} $*" > ${opened}\nexit ${exitCode}\n`);
    chmodSync(file, 0o755);
  }
}

/** A run without a page. */
function addRun(name: string): string {
  const { header, lines } = inventRecord({
    cases: [
      { engine: 'serial', wallMs: 100 },
      { engine: 'threads', workers: 2, wallMs: 60 },
    ],
  });
  mkdirSync(join(folder, name), { recursive: true });
  const text = [header, ...lines].map((line) => JSON.stringify(line)).join('\n');
  writeFileSync(join(folder, name, 'record.jsonl'), `${text}\n`);
  return join(folder, name);
}

describe('corewise open', () => {
  it('opens the page of a run, which it writes where it is missing', async () => {
    const run = addRun("with ' blank; $(touch x)");
    onlyPrograms(0, 'xdg-open');
    const page = join(run, 'report.html');
    const ended = await corewiseHere(['open', join(run, 'record.jsonl')], folder);
    expect(ended).toEqual({ code: 0, stderr: '', stdout: `Opened ${page}\n` });
    expect(readFileSync(opened, 'utf8')).toBe(`xdg-open ${page}\n`);
    expect(readFileSync(page, 'utf8')).toContain('corewise: invented');
  });

  it.each(['compare', 'fit', 'plan', 'runner'])('opens the page that %s wrote', async (name) => {
    const page = join(folder, name, `${name}.html`);
    mkdirSync(join(folder, name));
    writeFileSync(page, '');
    onlyPrograms(0, 'xdg-open');
    expect((await corewiseHere(['open', name], folder)).stdout).toBe(`Opened ${page}\n`);
  });

  it('opens the latest run, also where that is told by a file', async () => {
    addRun('reports/one');
    writeFileSync(join(folder, 'reports', 'latest'), 'one\n');
    onlyPrograms(0, 'xdg-open');
    const ended = await corewiseHere(['open', '--json'], folder);
    const page = join(folder, 'reports', 'one', 'report.html');
    expect(JSON.parse(ended.stdout)).toEqual({ page, opened: true });
  });

  it('opens the list of a folder of runs', async () => {
    const runs = join(folder, 'runs');
    mkdirSync(runs);
    writeFileSync(join(runs, 'index.html'), '');
    onlyPrograms(0, 'xdg-open');
    expect((await corewiseHere(['open', 'runs'], folder)).stdout).toBe(
      `Opened ${join(runs, 'index.html')}\n`,
    );
  });

  it.each([
    ['there is no opener', []],
    ['the opener fails', ['xdg-open']],
  ])('says where the page is where %s', async (_why, names) => {
    const run = addRun(`none ${names.length}`);
    onlyPrograms(3, ...names);
    if (names.length === 0) process.env.PATH = join(folder, 'nowhere');
    const ended = await corewiseHere(['open', run], folder);
    expect(ended).toEqual({
      ...{ code: 0, stderr: '' },
      stdout: `There is no browser to open here. The page is ${join(run, 'report.html')}\n`,
    });
  });

  it('says what is missing where there is no run', async () => {
    mkdirSync(join(folder, 'bare'));
    const bare = await corewiseHere(['open', 'bare'], folder);
    expect(bare.code).toBe(2);
    expect(bare.stderr).toBe(
      'error: bare has neither a page nor a record.jsonl: name the folder of a run, such as reports/latest.\n',
    );
    const none = await corewiseHere(['open'], programs);
    expect(none.code).toBe(2);
    expect(none.stderr).toContain('Measure something first: npx corewise run');
    expect(existsSync(join(folder, 'bare', 'report.html'))).toBe(false);
  });
});

it.each([
  ['darwin', 'open', '/tmp/a page.html'],
  ['win32', 'rundll32', 'url.dll,FileProtocolHandler file:///tmp/a%20page.html'],
] as const)(
  'on %s the opener is %s, which gets the page as an argument',
  async (platform, program, words) => {
    onlyPrograms(0, program);
    expect(await openInBrowser('/tmp/a page.html', platform)).toBe(true);
    expect(readFileSync(opened, 'utf8')).toBe(`${program} ${words}\n`);
  },
);
