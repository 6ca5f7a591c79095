import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reportSchema } from '../../report/index.js';
import { startCorewise } from '../../testing/command-line.js';
import { peakMemoryMiB } from '../../testing/peak-memory.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';

const folder = temporaryFolder();
const out = (name: string) => join(folder, `out-${name}`);
const MOST_MEMORY_MIB = 600;
const MOST_LOG_BYTES = 40e6;
const how = ['--no-wait', '--rounds', '1', '--observation', '50ms', '--format', 'json', '--json'];

/** The report on stdout, with how large the log and the command became. */
async function measured(name: string, command: string, ...args: readonly string[]) {
  const started = startCorewise([command, ...how, '--out', out(name), ...args], folder);
  const [{ code, stdout, stderr }, peakMiB] = await Promise.all([
    started.ended,
    peakMemoryMiB(started.child),
  ]);
  const log = join(out(name), 'run.log');
  return {
    code,
    stderr,
    report: reportSchema.parse(JSON.parse(stdout)),
    peakMiB,
    logBytes: existsSync(log) ? statSync(log).size : 0,
  };
}

describe('who floods the output neither fills the disk nor the memory, and costs nobody a result', () => {
  it.each([
    ['in lines', "process.stdout.write('flood '.repeat(20) + '\\n')"],
    ['in one line without end', "process.stdout.write('flood '.repeat(20))"],
    ['past the stream', "writeSync(2, 'flood '.repeat(20) + '\\n')"],
    ['in bytes that are no text', 'process.stderr.write(Buffer.alloc(120, 0xff))'],
  ])('%s', async (how, statement) => {
    const name = how.replaceAll(' ', '-');
    writeFileSync(
      join(folder, `${name}.mjs`),
      `import { writeSync } from 'node:fs';
export default { name: '${name}', description: 'Floods.', params: {}, warmup: false, tasks: () => [1, 2],
  run: (n) => { for (let i = 0; i < 30_000; i++) ${statement}; return n; } };`,
    );
    const engines = ['--engine', 'serial,threads,processes', '--workers', '2', '--chunksize', '1'];
    const { code, report, peakMiB, logBytes } = await measured(name, 'run', `./${name}.mjs`, ...engines);
    expect(report.cases.map(({ engine, status, verified }) => `${engine} ${status} ${verified}`)).toEqual(
      expect.arrayContaining(['threads ok true', 'processes ok true']),
    );
    expect(code).toBe(0);
    expect(peakMiB).toBeLessThan(MOST_MEMORY_MIB);
    expect(logBytes).toBeLessThan(MOST_LOG_BYTES);
  });

  it('as a program of somebody else’s', async () => {
    const words = ['--range', '1..2', '--workers', '2', '--', 'sh', '-c'];
    const flood = 'head -c 5000000 /dev/zero | tr "\\0" x >&2; echo $1';
    const { code, report, peakMiB } = await measured('program', 'exec', ...words, flood, 'sh', '{}');
    expect(report.cases.every(({ status, verified }) => status === 'ok' && verified)).toBe(true);
    expect(code).toBe(0);
    expect(peakMiB).toBeLessThan(MOST_MEMORY_MIB);
  });
});
