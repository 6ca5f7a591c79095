import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inventHost } from '../host/index.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { measure } from './measure.js';

const folder = temporaryFolder();
const host = inventHost({ physicalCores: 4 });

/** Measures a scenario whose tasks return what the expression says. */
function returning(name: string, expression: string, workers = 1) {
  const scenario = join(folder, `${name}.mjs`);
  writeFileSync(
    scenario,
    `import { createHash } from 'node:crypto';
const scratch = new Float64Array(2);
let calls = 0;
export default { name: '${name}', description: 'Returns something.', params: {}, warmup: false, cost: () => 1,
  tasks: () => [1, 2, 3], run(task) { return ${expression}; } };`,
  );
  const suite = { name: 'results', sweeps: [{ scenario, engines: ['fake'], workers: [workers] }] };
  return measure(suite, { host, rounds: 1 });
}

const checksIn = ({ findings }: Awaited<ReturnType<typeof measure>>) =>
  findings.map(({ check }) => check).filter((check) => /result|task-failed/.test(check));

describe('results of tasks', () => {
  it.each([
    ['a digest', `createHash('sha256').update(String(task)).digest()`],
    ['an invalid date', 'new Date(NaN)'],
    ['memory that the next task overwrites', '(scratch.fill(task), scratch)'],
  ])('agree with serial where they are %s', async (name, expression) => {
    const report = await returning(name.replaceAll(' ', '-'), expression);
    expect(report.cases.map(({ status, verified }) => [status, verified])).toEqual([
      ['ok', true],
      ['ok', true],
    ]);
    expect(checksIn(report)).toEqual([]);
  });

  it('that are never the same are told as that, with the way out', async () => {
    const report = await returning('counted', '({ calls: ++calls })');
    expect(report.cases.at(-1)).toMatchObject({ status: 'failed', verified: false });
    const [finding] = report.findings.filter(({ check }) => check === 'results-differ');
    expect(finding?.message).toMatch(
      /serial differs from itself.* Task 0: result\.calls: \d+ the second time, 1 the first\.$/,
    );
    expect(finding?.advice).toContain("verify: 'none'");
  });

  it('that are wrong name the place and both values', async () => {
    const report = await returning(
      'wrong',
      '({ rows: [task, { total: arguments[1].worker ? 2 : 1.5 }] })',
      2,
    );
    const last = report.cases.at(-1);
    expect(last?.status).toBe('failed');
    expect(last?.reason).toMatch(
      /^results differ from serial: task \d: result\.rows\[1\]\.total: 2 here, 1\.5 in serial$/,
    );
  });

  it('with the stack of the task that threw', async () => {
    const report = await returning('throwing', '(() => { throw new RangeError("off"); })()');
    const [finding] = report.findings.filter(({ check }) => check === 'task-failed');
    expect(finding?.message).toContain('Task 0 failed in worker 0');
    expect(finding?.message).toContain('off');
    expect(finding?.details?.join()).toContain(`${join(folder, 'throwing.mjs')}:5:`);
  });
});
