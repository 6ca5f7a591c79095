import { describe, expect, it } from 'vitest';
import type { Document, Finding } from '../document/document.js';
import { html } from './html/page.js';
import { markdown } from './markdown.js';
import { terminal } from './terminal/terminal.js';

const finding: Finding = {
  check: 'task-failed',
  severity: 'error',
  cases: ['a'],
  message: 'cycles failed with serial: no entry for 3',
  advice: 'Look there.',
  details: ['at lookUp (/app/a.ts:3:34)', 'at run <x> (/app/a.ts:8:12)'],
};

const documentWith = (...findings: Finding[]): Document => ({
  ...{ title: 'findings', facts: [], appendix: [], version: '0.0.0', findings },
  sections: [
    { title: 'What was found', blocks: [{ kind: 'text', text: ['See ', { finding: findings[0]! }] }] },
  ],
});

describe('the stack of a finding stands between what it is and what to do', () => {
  it('in a terminal', () => {
    expect(
      terminal(documentWith(finding), { columns: 80, color: false }).trimEnd().split('\n').slice(-4),
    ).toEqual([
      'error: cycles failed with serial: no entry for 3',
      '    at lookUp (/app/a.ts:3:34)',
      '    at run <x> (/app/a.ts:8:12)',
      '  → Look there.',
    ]);
  });

  it('in Markdown, as a list', () => {
    expect(markdown(documentWith(finding)).trimEnd().split('\n').slice(-2)).toEqual([
      '  - at lookUp (/app/a.ts:3:34)',
      '  - at run &lt;x&gt; (/app/a.ts:8:12)',
    ]);
  });

  it('in the page, line by line', () => {
    const page = html(documentWith(finding));
    expect(page).toContain('<pre class="command">at lookUp (/app/a.ts:3:34)\nat run &lt;x');
    expect(page.indexOf('<pre')).toBeLessThan(page.indexOf('Look there.'));
  });
});

it('links go to findings by their names, numbered where two have the same', () => {
  const page = html(documentWith(finding, { ...finding, message: 'cycles failed with threads' }));
  expect(page).toContain('<a href="#finding-task-failed">task-failed</a>');
  expect([...page.matchAll(/<li id="([^"]*)"/g)].map(([, id]) => id)).toEqual([
    'finding-task-failed',
    'finding-task-failed-2',
  ]);
});
