// Kills runs with SIGKILL at random moments and resumes each: `node scripts/test-kills.mjs [records] [seed]`, after
// `npm run build`, on Linux. It goes on until so many of them had a record: the moments are spread over what a run
// takes that nobody kills, serial reference and report included. Every record there is must read, every resumed run must end well with the lines of before
// unchanged, and nothing may be left: no process, no temporary folder, no lock.
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readRecord } from '../dist/src/record/index.js';
import { seededRandom } from '../dist/src/stats/index.js';

const [records = 20, seed = 1] = process.argv.slice(2).map(Number);
const command = fileURLToPath(new URL('../lib/cli/main.cjs', import.meta.url));
const random = seededRandom(seed);
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'killed-')));
const temporary = join(folder, 'tmp');
const ROUNDS = 2;

writeFileSync(
  join(folder, 'mine.mjs'),
  "export default { name: 'mine', description: 'Adds.', params: {}, tasks: () => [1, 2, 3], run: (n) => n + 1 };",
);

function start(args) {
  const env = { ...process.env, TMPDIR: temporary };
  const child = spawn(process.execPath, [command, 'run', ...args], { cwd: folder, env, stdio: 'pipe' });
  let stderr = '';
  child.stdout.resume();
  child.stderr.on('data', (text) => (stderr += text));
  const ended = new Promise((resolve) => child.on('close', (code) => resolve({ code, stderr })));
  return { child, ended };
}

/** Processes that work in the folder. */
function left() {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readlinkSync(`/proc/${pid}/cwd`) === folder;
    } catch {
      return false;
    }
  });
}

const counts = { kills: 0, 'without a record': 0, resumed: 0, complete: 0, lines: 0, torn: 0 };
const failures = [];
const failed = (what, i) => failures.push(`kill ${i + 1}: ${what}`);
mkdirSync(temporary);

function startRun(out) {
  const settings = [
    ...['--engine', 'threads,processes', '--workers', '1', '--chunksize', '1'],
    ...['--no-wait', '--observation', '50ms', '--quiet'],
  ];
  return start(['./mine.mjs', ...settings, '--rounds', String(ROUNDS), '--out', out]);
}

const from = performance.now();
await startRun(join(folder, 'whole')).ended;
const runMs = performance.now() - from;
for (let i = 0; counts.resumed + counts.complete < records; i++) {
  const out = join(folder, `run-${i}`);
  const file = join(out, 'record.jsonl');
  const { child, ended } = startRun(out);
  await after(random.next() * runMs);
  child.kill('SIGKILL');
  await ended;
  counts.kills++;
  // The system ends bench hosts with the command.
  for (let turn = 0; turn < 100 && left().length > 0; turn++) await after(20);
  if (left().length > 0) failed(`processes ${left()} are left`, i);
  if (!existsSync(file)) {
    counts['without a record']++;
    continue;
  }
  const before = readFileSync(file, 'utf8');
  let record;
  try {
    record = await readRecord(out);
  } catch (error) {
    // The very first line is cut off: nothing was measured yet.
    if (before.includes('\n')) failed(error.message, i);
    else counts['without a record']++;
    continue;
  }
  counts.lines += record.lines.length;
  if (record.torn) counts.torn++;
  if (record.lines.at(-1)?.kind === 'stopped') {
    counts.complete++;
    continue;
  }
  const { code, stderr } = await start(['--resume', out, '--quiet']).ended;
  if (code !== 0) failed(`resumed with exit ${code}: ${stderr}`, i);
  const whole = record.torn ? before.slice(0, before.lastIndexOf('\n') + 1) : before;
  if (!readFileSync(file, 'utf8').startsWith(whole)) failed('lines of before have changed', i);
  const { lines } = await readRecord(out);
  const end = lines.at(-1);
  if (end?.kind !== 'stopped' || end.rounds !== ROUNDS) failed(`ended with ${JSON.stringify(end)}`, i);
  if (readdirSync(out).some((name) => name.startsWith('.corewise'))) failed(`left ${readdirSync(out)}`, i);
  counts.resumed++;
}
// The last killed run may have been resumed by none.
const leftovers = readdirSync(temporary).filter((name) => /^corewise-(results|tasks|run|modules)/.test(name));
console.log(
  Object.entries(counts)
    .map(([what, count]) => `${what}: ${count}`)
    .join(', '),
  `(seed ${seed})`,
);
if (leftovers.length > 1) failures.push(`left in the temporary folder: ${leftovers}`);
for (const failure of failures) console.log(failure);
rmSync(folder, { recursive: true, force: true });
process.exitCode = failures.length > 0 ? 1 : 0;
