import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import type { Report } from '../run/report/schema.js';
import { hostile, inventHostileReport } from '../testing/hostile.js';
import { inventReport } from '../testing/invented.js';
import { runsContent } from './content.js';
import { runsIn } from './listed-run.js';
import { writeRunList } from './run-list.js';

const parent = temporaryFolder();
let count = 0;
let folder = '';
beforeEach(() => {
  folder = join(parent, String(++count));
  mkdirSync(folder);
});

function addRun(name: string, changed: Partial<Report> = {}): void {
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, 'report.json'), JSON.stringify({ ...inventReport(), ...changed }));
}

const listOf = () => readFileSync(join(folder, 'index.html'), 'utf8');

describe('the list of runs', () => {
  it('has the newest first, each with its answer, and links to its report', () => {
    addRun('a b', { startedAt: '2026-01-01T00:00:00.000Z', label: 'older' });
    addRun('second', { startedAt: '2026-02-01T12:30:00.000Z', label: 'newer' });
    expect(writeRunList(folder, true)).toBe(join(folder, 'index.html'));
    const page = listOf();
    expect(page.indexOf('href="./second/report.html"')).toBeGreaterThan(0);
    expect(page.indexOf('href="./second/report.html"')).toBeLessThan(
      page.indexOf('href="./a%20b/report.html"'),
    );
    expect(page).toContain('cycles: use 2 threads with imapUnordered, chunksize 1: 1.91×');
    expect(page).toContain('2 runs');
    expect(page).toContain('2026-02-01 12:30 UTC');
    expect(page).toContain('2 warnings');
    expect(page).toContain(`data-choice="&#39;${join(folder, 'a b')}&#39;"`.replaceAll('&#39;', "'"));
  });

  it('leaves out what is no report, what is broken, and links', () => {
    addRun('good');
    mkdirSync(join(folder, 'empty'));
    mkdirSync(join(folder, 'broken'));
    writeFileSync(join(folder, 'broken', 'report.json'), '{"label":');
    mkdirSync(join(folder, 'other'));
    writeFileSync(join(folder, 'other', 'report.json'), '{"label":"x"}');
    symlinkSync('good', join(folder, 'latest'));
    expect(runsIn(folder).map((run) => run.folder)).toEqual(['good']);
  });

  it('says of what is open only that it is', () => {
    const [recommendation] = inventReport().recommendations;
    const headline =
      'cycles: cannot tell yet: 2 threads are 0.7 to 3.1 times as fast as serial. About 9 more rounds';
    addRun('open', { recommendations: [{ ...recommendation!, verdict: 'undecided', headline }] });
    addRun('none', { recommendations: [] });
    const { rows } = runsContent(runsIn(folder), folder).sections[0]!.blocks.flatMap((block) =>
      block.kind === 'table' ? [block.table] : [],
    )[0]!;
    const answers = rows.map(({ cells }) => cells[2]!.text).sort();
    expect(answers).toEqual(['cycles: cannot tell yet.', 'no answer']);
  });

  it('is written anew only where there is one of ours, outside of the folder that corewise makes', () => {
    addRun('first');
    expect(writeRunList(folder, false)).toBeUndefined();
    expect(existsSync(join(folder, 'index.html'))).toBe(false);
    writeRunList(folder, true);
    addRun('second', { label: 'another one' });
    expect(writeRunList(folder, false)).toBe(join(folder, 'index.html'));
    expect(listOf()).toContain('another one');
  });

  it("never replaces a user's own index.html", () => {
    writeFileSync(join(folder, 'index.html'), '<h1>My site</h1>');
    addRun('first');
    expect(writeRunList(folder, true)).toBeUndefined();
    expect(listOf()).toBe('<h1>My site</h1>');
  });

  it('escapes what labels and headlines hold', () => {
    addRun('first', inventHostileReport());
    writeRunList(folder, true);
    expect(listOf()).not.toMatch(/<script>alert|<img src=x/);
    expect(runsIn(folder)[0]!.label).toBe(hostile);
  });
});
