import { UsageError } from '../../errors.js';
import { nameField } from './scenario-shape.js';

const template = (name: string) => `// Run it:  npx corewise run --suite ./${name}.ts
// Types in your editor:  npm install --save-dev corewise
import { defineSuite } from 'corewise/scenario';

// The work of one task in two languages: the longest Collatz chain among 10,000 starts. Put your own programs in their
// place: anything that is started with its tasks as arguments and prints a line for each.
const inNode = \`
for (const from of process.argv.slice(1).map(Number)) {
  let longest = 0;
  for (let start = from * 10000; start < (from + 1) * 10000; start++) {
    let steps = 0;
    for (let n = start; n > 1; n = n % 2 === 0 ? n / 2 : 3 * n + 1) steps++;
    longest = Math.max(longest, steps);
  }
  console.log(longest);
}\`;

const inPython = \`
import sys
for start in map(int, sys.argv[1:]):
    longest = 0
    for n in range(start * 10000, (start + 1) * 10000):
        steps = 0
        while n > 1:
            n = n // 2 if n % 2 == 0 else 3 * n + 1
            steps += 1
        longest = max(longest, steps)
    print(longest)
\`;

export default defineSuite({
  name: '${name}',
  sweeps: [
    // A process for each chunk: {} becomes its tasks. Results are the lines that it prints, compared with serial's.
    {
      command: { name: 'chains-node', argv: ['node', '-e', inNode, '{}'], range: '1..8' },
      workers: [1, 2, 'P'],
      chunksizes: [1, 4],
    },
    // Where there is no python3 it is skipped, and the report says so.
    {
      command: { name: 'chains-python', argv: ['python3', '-c', inPython, '{}'], range: '1..8' },
      workers: [1, 2, 'P'],
      chunksizes: [1],
    },

    // A program that parallelises itself is told how many workers: {workers}, in an argument or in env.
    // { command: { argv: ['xz', '-kfT{workers}', 'big.tar'] }, workers: [1, 2, 'P', 'N'] },

    // A module stands beside them, for one report on both: npx corewise init my-work writes one.
    // { scenario: './my-work.ts', engines: ['serial', 'threads'], workers: [1, 2, 'P'] },
  ],
});
`;

/** The text of `name.ts`, a suite of commands that runs as it is: what `corewise init --exec` writes. Throws UsageError. */
export function commandSuiteTemplate(name: string): string {
  if (nameField.safeParse(name).success) return template(name);
  throw new UsageError(
    `"${name}" cannot name a suite: use lower-case words joined by hyphens, such as "python-and-node".`,
  );
}
