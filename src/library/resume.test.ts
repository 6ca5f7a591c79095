import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from '../errors.js';
import { inventHost } from '../host/index.js';
import { type Observation, type RecordLine, type Resumed, readRecord } from '../record/index.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { type MeasureOptions, measure } from './measure.js';

const folder = temporaryFolder();
const host = inventHost({ physicalCores: 4 });

const scenario = (name: string, run = 'task + 1') => {
  const file = join(folder, `${name}.mjs`);
  // A pass fills an observation.
  writeFileSync(
    file,
    `export default { name: '${name}', description: 'Adds.', params: {}, cost: () => 100,
  tasks: () => [1, 2, 3, 4], run: (task) => ${run} };`,
  );
  return { name, sweeps: [{ scenario: file, engines: ['fake'], workers: [1, 2], chunksizes: [1] }] };
};

const suite = scenario('adds');
/** The lines of a run of three rounds. */
let whole: readonly string[];

beforeAll(async () => {
  const out = join(folder, 'first');
  await measure(suite, { host, rounds: 3, out, formats: ['json'] });
  whole = readFileSync(join(out, 'record.jsonl'), 'utf8').trimEnd().split('\n');
});

/** That run, whose record ends after so many lines of what was measured. */
function killed(name: string, measured: number) {
  const out = join(folder, `out-${name}`);
  const file = join(out, 'record.jsonl');
  const visits = [...whole.entries()].filter(([, line]) => /"kind":"(observation|ceiling)"/.test(line));
  const end = visits[measured - 1]?.[0] ?? whole.length;
  mkdirSync(out);
  writeFileSync(file, `${whole.slice(0, end + 1).join('\n')}\n`);
  const goOn = (options: MeasureOptions = {}) =>
    measure(suite, { host, out, formats: ['json'], resume: true, ...options });
  return { out, file, goOn };
}

const observations = (lines: readonly RecordLine[]) =>
  lines.filter((line): line is Observation => line.kind === 'observation');

/** Serial, one worker and two, and what two isolated ones give together. */
const VISITS = 4;

describe('a run that was killed', () => {
  it('goes on with a round of its own, and does one more for the one that was broken off', async () => {
    const { file, goOn } = killed('broken', VISITS + 2);
    const before = readFileSync(file, 'utf8');
    const report = await goOn({ rounds: 4 });
    expect(readFileSync(file, 'utf8').startsWith(before)).toBe(true);
    const { header, lines } = await readRecord(file);
    expect(lines.find((line): line is Resumed => line.kind === 'resumed')).toMatchObject({
      rounds: 2,
      unfinished: 1,
      plan: { rounds: 4 },
    });
    expect(header.plan.rounds).toBe(4);
    const rounds = observations(lines).map(({ round }) => round);
    expect(new Set(rounds)).toEqual(new Set([1, 2, 3, 4, 5]));
    for (const made of [1, 3, 4, 5]) expect(rounds.filter((round) => round === made)).toHaveLength(3);
    const orders = lines.flatMap((line) => ('order' in line ? [line.order] : []));
    expect(orders).toEqual([...orders.keys()].map((place) => place + 1));
    expect(lines.at(-1)).toMatchObject({ kind: 'stopped', rounds: 4, message: '4 rounds, as asked.' });
    expect(report.findings.map(({ check }) => check)).toContain('resumed');
    const two = report.cases.find(({ workers }) => workers === 2);
    expect(two?.speedup).toEqual({ value: 2, low: 2, high: 2 });
  });

  it('after a whole round does none twice', async () => {
    const { file, goOn } = killed('whole', 2 * VISITS);
    await goOn();
    const { lines } = await readRecord(file);
    expect(new Set(observations(lines).map(({ round }) => round))).toEqual(new Set([1, 2, 3]));
    expect(lines.at(-1)).toMatchObject({ rounds: 3 });
  });

  it('goes on more than once', async () => {
    const { file, goOn } = killed('again', 2 * VISITS);
    await goOn({ rounds: 3 });
    await goOn({ rounds: 4 });
    const { lines } = await readRecord(file);
    expect(lines.filter(({ kind }) => kind === 'resumed')).toHaveLength(2);
    expect(new Set(observations(lines).map(({ round }) => round))).toEqual(new Set([1, 2, 3, 4]));
  });

  it('with half a last line, or one without its end, loses nothing else', async () => {
    for (const [name, tail] of [
      ['torn', '{"kind":"obs'],
      ['unended', ''],
    ] as const) {
      const { file, goOn } = killed(name, VISITS);
      const before = readFileSync(file, 'utf8');
      writeFileSync(file, tail === '' ? before.trimEnd() : before + tail);
      await goOn();
      expect(readFileSync(file, 'utf8').startsWith(before), name).toBe(true);
      expect((await readRecord(file)).torn, name).toBe(false);
    }
  });

  it.each([
    ['before it began', '1971-01-01', 0],
    ['decades later', '2090-01-01', 90 * 86_400_000],
  ])('by a clock that was set meanwhile, to %s', async (name, written, elapsedMs) => {
    const { file, goOn } = killed(`clock-${elapsedMs}`, VISITS);
    utimesSync(file, new Date(), new Date(written));
    await goOn();
    const { lines } = await readRecord(file);
    expect(
      lines.find(({ kind }) => kind === 'resumed'),
      name,
    ).toMatchObject({ elapsedMs });
    expect(lines.at(-1)).toMatchObject({ kind: 'stopped', rounds: 3 });
  });

  it('measures the very tasks that it had chosen', async () => {
    const { file, goOn } = killed('shared', VISITS);
    const [first, ...others] = readFileSync(file, 'utf8').split('\n');
    const header = JSON.parse(first!);
    Object.assign(header.scenarios[0], { tasks: 3, allTasks: 4, taskMs: [1, 1, 1] });
    const own = others.filter((line) => !/"kind":"(observation|ceiling)"/.test(line));
    writeFileSync(file, [JSON.stringify(header), ...own].join('\n'));
    await goOn();
    const { lines } = await readRecord(file);
    expect(observations(lines).map(({ counts, passes }) => counts.submitted / passes)).toEqual(
      new Array(9).fill(3),
    );
    expect(lines.some((line) => line.kind === 'verification' && line.verified === false)).toBe(false);
  });
});

describe('is refused', () => {
  afterEach(() => void scenario('adds'));

  it('where it is complete', async () => {
    const again = killed('complete', Number.POSITIVE_INFINITY).goOn();
    await expect(again).rejects.toThrow(UsageError);
    await expect(again).rejects.toThrow(
      'it is complete (3 rounds, as asked). To continue it, ask for more rounds',
    );
  });

  it('where the scenario, the machine or Node changed, unless it is forced', async () => {
    const { file, goOn } = killed('changed', VISITS);
    const before = readFileSync(file, 'utf8');
    scenario('adds', '1 + task');
    const others = { host: { ...inventHost({ physicalCores: 2 }), node: '99.0.0' } };
    const refused = goOn(others);
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(
      /The code of adds has changed\. Node was \S+ and is 99\.0\.0\. .*The list of allowed CPUs was 0,1,2,3 and is 0,1\./,
    );
    expect(readFileSync(file, 'utf8')).toBe(before);
    const report = await goOn({ ...others, force: true });
    expect(report.findings.find(({ check }) => check === 'resumed')).toMatchObject({
      severity: 'warning',
      message: expect.stringContaining('The code of adds has changed.'),
    });
  });

  it('where the tasks are others, forced or not', async () => {
    const { goOn } = killed('fewer', VISITS);
    writeFileSync(
      suite.sweeps[0]!.scenario,
      "export default { name: 'adds', description: 'Adds.', params: {}, cost: () => 1, tasks: () => [1], run: (task) => task };",
    );
    await expect(goOn({ force: true })).rejects.toThrow('adds has 1 task now, and had 4.');
  });

  it('without a folder, or a record in it', async () => {
    await expect(measure(suite, { host, resume: true })).rejects.toThrow('name that folder as `out`');
    const out = join(folder, 'nothing-here');
    await expect(measure(suite, { host, resume: true, out })).rejects.toThrow(/Cannot read .*nothing-here/);
  });
});
