// Hands mutated and invented input to every reader, parser and loader, and says how many inputs those were, after
// `npm run build`: `node scripts/fuzz.mjs`; `--inputs 1000000 --seed 7` tries at least so many. An input that fails is
// shown, made as small as it gets, with the seed that finds it again.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({ options: { inputs: { type: 'string' }, seed: { type: 'string' } } });
const whole = (name, text, least) => {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  console.error(`--${name} is "${text}"; write a whole number of at least ${least}.`);
  process.exit(2);
};
const wanted = whole('inputs', values.inputs ?? 0, 0);
const firstSeed = whole('seed', values.seed ?? 1, 0);

/** Of each kind in one go. */
const LEAST = 100;
const MOST = 10_000;

/** By what they are. */
const counts = new Map();
const total = () => [...counts.values()].reduce((sum, count) => sum + count, 0);

/** All kinds with so many inputs of each; its exit code, and what it printed. */
function tryAll(runs, seed) {
  const env = { ...process.env, FUZZ_RUNS: String(runs), FUZZ_SEED: String(seed) };
  const args = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', 'fuzz', '--test-timeout=0'];
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (output += text));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })));
}

const begin = performance.now();
let seed = firstSeed;
let failed = false;
let asked = 0;
do {
  const left = Math.max(0, wanted - total());
  // Of some kinds more are tried than are asked for, of others fewer.
  const each = asked === 0 ? 1 : total() / asked;
  const runs = asked === 0 ? LEAST : Math.min(MOST, Math.max(LEAST, Math.ceil(left / each)));
  asked += runs;
  const { code, output } = await tryAll(runs, seed);
  for (const [, what, count] of output.matchAll(/^fuzz: (.+): ([\d,]+) inputs, seed/gm))
    counts.set(what, (counts.get(what) ?? 0) + Number(count.replaceAll(',', '')));
  failed = code !== 0 || counts.size === 0;
  if (failed) console.log(output);
  else if (wanted > 0) console.error(`${total().toLocaleString('en-US')} inputs, seed ${seed}`);
  seed++;
} while (!failed && total() < wanted);

for (const [what, count] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
  console.log(`${count.toLocaleString('en-US').padStart(12)}  ${what}`);
const seeds = seed - 1 === firstSeed ? `seed ${firstSeed}` : `seeds ${firstSeed} to ${seed - 1}`;
const seconds = Math.round((performance.now() - begin) / 1000);
console.log(
  `fuzz: ${total().toLocaleString('en-US')} inputs of ${counts.size} kinds, ${seeds}, ${seconds} s: ${failed ? 'FAILED' : 'none failed'}`,
);
process.exitCode = failed ? 1 : 0;
