/**
 * Runs of the quick suite, of commands and of the Pool, again and again, each with a fault at a random moment, and what
 * became of them: `npm run soak -- --for 60s`, `-- --for 1h --seed 7`. Every fault comes once before any comes again;
 * the order, the moments and the sizes are drawn by the seed. It ends with tables: what was done, and what must be zero;
 * exit code 1 where that is not. Linux.
 *   --for 60s
 *   --seed 1
 *   --only TEXT    faults whose names hold it
 */
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { parseDuration } from '../../src/cli/options.js';
import { messageOf } from '../../src/errors.js';
import { formatMs, seededRandom, shuffle } from '../../src/stats/index.js';
import { startProgram } from '../../src/testing/command-line.js';
import { leftSince, ownResources, type Resources } from '../../src/testing/own-resources.js';
import { heapMiB } from './heap.js';
import type { Scene } from './scene.js';
import { scenes } from './scenes.js';
import { Stage } from './stage.js';
import { Tally } from './tally.js';

const { values } = parseArgs({
  options: {
    for: { type: 'string', default: '60s' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
  },
});
const seed = Number(values.seed);
if (!Number.isSafeInteger(seed)) misuse(`--seed is "${values.seed}"; write a whole number.`);
const forMs = durationOf(values.for);
const random = seededRandom(seed);
const chosen = scenes.filter(({ fault }) => fault.includes(values.only));
if (chosen.length === 0) misuse(`No fault has "${values.only}" in its name.`);

const root = realpathSync(mkdtempSync(join(tmpdir(), 'soak-')));
const temporary = join(root, 'tmp');
mkdirSync(temporary);
const tally = new Tally();
const begin = performance.now();
const passedMs = () => performance.now() - begin;

// What is played is played to its end; a second signal ends it at once.
let isStopped = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => (isStopped = true));
const isOver = () => isStopped || passedMs() >= forMs;

// What a process keeps from the first program that it starts, and its own output, is no leak.
process.stdout.write('');
await startProgram(process.execPath, ['--version'], root).ended;

let played = 0;
while (!isOver())
  for (const scene of shuffle(chosen, random)) {
    if (isOver()) break;
    await play(scene, `${++played} ${scene.fault}`);
  }
rmSync(root, { recursive: true, force: true });
console.log(`Soak of ${formatMs(passedMs())}, seed ${seed}: ${played} pieces.`);
console.log(String(tally));
process.exitCode = tally.isClean ? 0 : 1;

async function play(scene: Scene, name: string): Promise<void> {
  const before = ownResources();
  const from = passedMs();
  const stage = new Stage(root, temporary, name, random, tally);
  await scene.play(stage);
  await stage.clear();
  // Whoever ended last has taken away what those left that were killed before.
  for (const left of readdirSync(temporary)) {
    tally.wrong('files left', `${name}: ${left} in the temporary folder`);
    rmSync(join(temporary, left), { recursive: true });
  }
  const left = await leftAtLast(before);
  tally.wrong('handles left', `${name}: ${left.join('; ')}`, left.length);
  tally.heapMiB.push(heapMiB());
  process.stderr.write(`${name}: ${formatMs(passedMs() - from)}\n`);
}

function durationOf(text: string): number {
  try {
    return parseDuration(text);
  } catch (error) {
    return misuse(`--for is "${text}". ${messageOf(error)}`);
  }
}

function misuse(message: string): never {
  console.error(message);
  process.exit(2);
}

/** What a thread or a program had open is closed a moment after its end. */
async function leftAtLast(before: Resources): Promise<string[]> {
  let left = await leftSince(before);
  for (let turn = 0; turn < 50 && left.length > 0; turn++) {
    await after(40);
    left = await leftSince(before);
  }
  return left;
}
