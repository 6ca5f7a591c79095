import { render } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { findingLines } from './finding-lines.js';
import { Findings } from './html/findings.js';
import { markdownFindings } from './markdown-findings.js';
import type { Finding } from './schema.js';

const finding: Finding = {
  check: 'task-failed',
  severity: 'error',
  cases: ['a'],
  message: 'cycles failed with serial: no entry for 3',
  advice: 'Look there.',
  details: ['at lookUp (/work/a.ts:3:34)', 'at run <x> (/work/a.ts:8:12)'],
};
const page = { width: 80, paint: (_: unknown, text: string) => text };

describe('the stack of a finding stands between what it is and what to do', () => {
  it('in a terminal', () => {
    expect(findingLines(finding, page)).toEqual([
      'error: cycles failed with serial: no entry for 3',
      '    at lookUp (/work/a.ts:3:34)',
      '    at run <x> (/work/a.ts:8:12)',
      '  → Look there.',
    ]);
  });

  it('in Markdown, as a list', () => {
    expect(markdownFindings([finding], 'none').split('\n').slice(1)).toEqual([
      '  - at lookUp (/work/a.ts:3:34)',
      '  - at run &lt;x&gt; (/work/a.ts:8:12)',
    ]);
  });

  it('in the page, line by line', () => {
    const page = render(<Findings findings={[finding]} />);
    expect(page).toContain('<pre class="command">at lookUp (/work/a.ts:3:34)\nat run &lt;x');
    expect(page.indexOf('<pre')).toBeLessThan(page.indexOf('Look there.'));
  });
});
