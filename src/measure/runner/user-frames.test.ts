import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { plainModuleUrl } from '../../scenario/loading/index.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { userFrames } from './user-frames.js';

const folder = temporaryFolder();

it('are those of the sources, innermost first, without ours and Node’s', async () => {
  const [work, helper] = [join(folder, 'work.ts'), join(folder, 'helper.ts')];
  writeFileSync(helper, `export function deeper(text: string): never {\n  throw new Error(text);\n}\n`);
  writeFileSync(
    work,
    `import { deeper } from './helper.ts';\n\ninterface Task {\n  id: number;\n}\n\nexport function run({ id }: Task): void {\n  deeper(\`task \${id}\`);\n}\n`,
  );
  const bundle = await plainModuleUrl(work);
  const lines = readFileSync(fileURLToPath(bundle), 'utf8').split('\n');
  const at = (text: string) => {
    const line = lines.findIndex((each) => each.includes(text));
    return `${bundle}:${line + 1}:${lines[line]!.indexOf(text) + 1}`;
  };
  // As Node writes it; the tests' own runner maps stacks by itself.
  const stack = [
    'Error: task 3',
    `    at deeper (${at('new Error')})`,
    `    at run (${at('deeper(`task')})`,
    `    at call (${new URL('./pass/pass.js', import.meta.url)}:1:2)`,
    '    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
  ].join('\n');
  expect(userFrames({ stack })).toEqual([`deeper (${helper}:2:9)`, `run (${work}:8:3)`]);
});

it.each([
  ['nothing', undefined],
  ['a text', 'no error'],
  ['an error without a stack', Object.assign(new Error('x'), { stack: undefined })],
  [
    'an error of Node’s own',
    Object.assign(new Error('x'), { stack: 'Error: x\n    at node:internal/timers:1:2' }),
  ],
  ['a native frame', Object.assign(new Error('x'), { stack: 'Error: x\n    at Array.map (<anonymous>)' })],
])('are none of %s', (_, thrown) => expect(userFrames(thrown)).toEqual([]));

it.each([
  ['at run (file:///w/a.mjs:1:2)', 'run (/w/a.mjs:1:2)'],
  ['at async Object.run (/w/a b.js:3:4)', 'async Object.run (/w/a b.js:3:4)'],
  ['at file:///w/a.mjs:5:6', '/w/a.mjs:5:6'],
  ['at async file:///w/a.mjs:7:8', '/w/a.mjs:7:8'],
  ['at new Thing (/w/t.cjs:9:1)', 'new Thing (/w/t.cjs:9:1)'],
])('are read from %s', (line, frame) => {
  expect(userFrames({ stack: `Error: x\n    ${line}` })).toEqual([frame]);
});
