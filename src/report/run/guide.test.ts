import { describe, expect, it } from 'vitest';
import { inventReport } from '../testing/invented.js';
import { runGuide } from './guide.js';
import type { ReportCase } from './report/case-schema.js';

const { cases } = inventReport();
const asPrograms = (command: ReportCase['command']) => cases.map((c) => ({ ...c, command }));
const factsOf = (of: readonly ReportCase[]) =>
  runGuide(of).blocks.flatMap((block) => (block.kind === 'facts' ? block.facts : []));
const nameOf = (of: readonly ReportCase[]) => factsOf(of).map(({ name }) => name);

describe('the guide of a page', () => {
  it('speaks of the main thread and of messages where modules were measured', () => {
    expect(nameOf(cases)).toEqual(expect.arrayContaining(['Main thread blocked', 'dispatch']));
    expect(nameOf(cases)).not.toContain('between programs');
  });

  it('speaks of programs where programs were measured', () => {
    const facts = factsOf(asPrograms('self-parallel'));
    const names = facts.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['between programs', 'idle inside the program']));
    expect(names).not.toContain('Main thread blocked');
    expect(facts.find(({ name }) => name === 'Serial')?.value).toMatch(/^The program alone/);
    expect(nameOf(asPrograms('chunks'))).toContain('workers without a chunk');
  });

  it('speaks of modules where both were measured, and of workers that stay as of modules', () => {
    expect(nameOf([...cases, ...asPrograms('chunks')])).toEqual(nameOf(cases));
    expect(nameOf(asPrograms('persistent'))).toEqual(nameOf(cases));
  });
});
