import { UsageError } from '../../errors.js';
import { nameField } from './scenario-shape.js';

const template = (name: string) => `// Run it:  npx corewise run ./${name}.ts
// Types in your editor:  npm install --save-dev corewise
import { defineScenario } from 'corewise/scenario';

/** The work of one task: the longest Collatz chain among \`count\` starts from \`from\`. */
function longestChain(from: number, count: number): number {
  let longest = 0;
  for (let start = from; start < from + count; start++) {
    let steps = 0;
    for (let n = start; n !== 1; n = n % 2 === 0 ? n / 2 : 3 * n + 1) steps++;
    longest = Math.max(longest, steps);
  }
  return longest;
}

export default defineScenario({
  // Lower-case words joined by hyphens.
  name: '${name}',

  // What it stresses, and the curve to expect.
  description: 'Follows Collatz chains: integer arithmetic. Expect a straight line up to the physical cores.',

  // Defaults; change one with  --param tasks=48
  params: { tasks: 24, count: 60_000 },

  // What to do: plain data, one entry per task. Called again for each pass, outside the timing.
  // Take random numbers from \`random\` (next(), int(below)): the same seed then gives the same tasks everywhere.
  tasks: ({ tasks }, random) => Array.from({ length: tasks }, () => 1 + random.int(50_000)),

  // How to do one: this is what is timed, in every worker. A task of 1 to 50 ms measures best.
  // Return something that depends on all the work: results are compared with a serial run.
  run: (from, { params }) => longestChain(from, params.count),

  // Also possible: setup(context) and teardown(state), once per worker, for a table or a connection that \`run\`
  // finds as context.state; verify: { tolerance: 1e-9 } where results may differ in their last digits.
});
`;

/** The text of \`name.ts\`, a scenario that runs as it is: what \`corewise init\` writes. Throws UsageError. */
export function scenarioTemplate(name: string): string {
  if (nameField.safeParse(name).success) return template(name);
  throw new UsageError(
    `"${name}" cannot name a scenario: use lower-case words joined by hyphens, such as "sort-numbers".`,
  );
}
