/**
 * What telemetry costs, as a share of a pass, by the length of a chunk: `npm run bench:telemetry`. The reads are
 * timed by themselves, and counted per chunk; a chunk's CPU time, messages included, comes from real passes.
 */
import Table from 'cli-table3';
import { Bench } from 'tinybench';
import { disturbanceMeter, readHost } from '../../src/host/index.js';
import { localBenchHost } from '../../src/measure/runner/index.js';
import { formatMs, formatPercent } from '../../src/stats/index.js';
import { openThreadCounters } from '../../src/workers/engines/index.js';
import { monotonicMs } from '../../src/workers/session/index.js';

const READS = 1000;
const TASKS = 2000;
const OBSERVATION_MS = 1000;
/** Chunks that are shorter come several in a message and are timed together (src/workers/engines/worker/chunk-server.ts). */
const TOGETHER_BELOW_MS = 0.02;
const CHUNKS_TOGETHER = 16;

let sink = 0;
const bench = new Bench({ time: 300, warmupTime: 100 });
bench.add('clock', () => {
  for (let read = 0; read < READS; read++) sink += monotonicMs();
});
const readCounters = openThreadCounters();
if (readCounters) {
  bench.add('counters', () => {
    for (let read = 0; read < READS; read++) sink += readCounters().cpuNs;
  });
}
await bench.run();
const costMs = Object.fromEntries(
  bench.tasks.map(({ name, result }) => {
    if (result.state !== 'completed') throw new Error(`${name} did not complete`);
    return [name, result.latency.p50 / READS];
  }),
);
if (sink === 0) throw new Error('nothing was read');

const host = localBenchHost({ meter: disturbanceMeter(await readHost(), process.pid) });
const table = new Table({
  head: ['chunk', 'CPU time a chunk', 'worker’s telemetry', 'main thread’s telemetry'],
  style: { head: [], border: [] },
});
for (const iterations of [1, 5_000, 20_000, 100_000, 600_000, 2_500_000]) {
  const { lanes, mainCpuMs } = await host.observe({
    scenario: {
      module: new URL('../attribution/scenarios/work.js', import.meta.url).href,
      export: 'default',
      params: { tasks: iterations > 100_000 ? TASKS / 10 : TASKS, iterations, lastTimes: 1, payloadKiB: 0 },
      seed: 1,
    },
    engine: 'threads',
    dispatch: 'imapUnordered',
    workers: 1,
    chunksize: 1,
    observationMs: OBSERVATION_MS,
    openEndedMs: OBSERVATION_MS,
    keepChunks: false,
  });
  const { busyMs, chunks, cpuMs = busyMs, gapCpuMs } = lanes[0]!;
  const chunkMs = busyMs / chunks;
  const cpuOfChunkMs = (cpuMs + (gapCpuMs ?? 0)) / chunks;
  const isExact = gapCpuMs !== undefined;
  const isTogether = chunkMs < TOGETHER_BELOW_MS;
  const reads = isTogether ? 2 / CHUNKS_TOGETHER : 2;
  const worker = reads * costMs.clock! + (isExact ? 2 * (costMs.counters ?? 0) : 0);
  const main = reads * costMs.clock!;
  const mainShare = mainCpuMs === undefined ? '–' : formatPercent(main / (mainCpuMs / chunks));
  table.push([
    formatMs(chunkMs),
    formatMs(cpuOfChunkMs),
    `${isExact ? 'clock and counters' : isTogether ? 'clock, for several' : 'clock'}: ${formatPercent(worker / cpuOfChunkMs)}`,
    mainShare,
  ]);
}
console.log(
  `A read of the clock: ${formatMs(costMs.clock!)}; of the counters: ${formatMs(costMs.counters ?? 0)}.`,
);
console.log(table.toString());
