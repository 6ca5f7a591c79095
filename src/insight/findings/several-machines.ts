import { engineKey } from '../../measure/cases/index.js';
import type { Observation, RunRecord } from '../../record/index.js';
import { counted, formatMs, formatMsInterval, formatRate, type Interval } from '../../stats/index.js';
import { type Analysis, type CaseResult, groupBy, nameWork } from '../analysis/index.js';
import type { Finding } from './finding.js';
import { meanOverRounds } from './over-rounds.js';

/** What the way to another machine may take of a chunk's time. */
const WORTH_IT = 0.01;

/** A case whose workers were on other machines. */
interface Spread {
  result: CaseResult;
  throughput: Interval;
  /** Their names. */
  hosts: readonly string[];
}

/**
 * Throughput over machines, the best setting on each number of them, and the chunk length from which the way to them is
 * 1 % of the workers' time: 99 times what a worker waits for its next chunk (idle time ÷ chunks, in the mean over rounds).
 */
export function severalMachines(record: RunRecord, { cases }: Analysis): Finding[] {
  const spread = cases.flatMap((result) => spreadOf(record, result) ?? []);
  return [...groupBy(spread, ({ result: { case: one } }) => engineKey(one)).values()].flatMap(
    (same) => findingOf(record, same) ?? [],
  );
}

function spreadOf({ lines }: RunRecord, result: CaseResult): Spread | undefined {
  const { throughput, status } = result;
  if (status !== 'ok' || throughput === null) return undefined;
  const seen = lines.find(
    (line): line is Observation =>
      line.kind === 'observation' && line.case === result.case.id && line.hosts !== undefined,
  );
  return seen && { result, throughput, hosts: seen.hosts!.map(({ host }) => host) };
}

function findingOf(record: RunRecord, same: readonly Spread[]): Finding | undefined {
  const byHosts = [...groupBy(same, ({ hosts }) => String(hosts.length)).values()]
    .map((all) => all.reduce((best, one) => (one.throughput.value > best.throughput.value ? one : best)))
    .sort((a, b) => a.hosts.length - b.hosts.length);
  const last = byHosts.at(-1)!;
  const way = meanOverRounds(record, last.result, wayOf);
  if (!way || way.value <= 0) return undefined;
  const enoughMs = way.value * (1 / WORTH_IT - 1);
  const rates = byHosts.map(
    ({ throughput, hosts }) =>
      `${formatRate(throughput.value)} (${rangeOf(throughput)}) on ${counted(hosts.length, 'machine')}`,
  );
  const names = [...new Set(last.hosts)].sort().join(', ');
  return {
    check: 'several-machines',
    severity: 'info',
    cases: byHosts.map(({ result }) => result.case.id),
    message: `${nameWork(last.result.case, record.header.plan.cases)} by ${last.result.case.engine}, tasks per second: ${rates.join(', ')} (${names}). A worker waits ${formatMsInterval(way)} for each chunk: chunks of ${formatMs(enoughMs)} or longer lose 1 % or less.`,
    advice: adviceOn(record, last, enoughMs),
  };
}

const rangeOf = ({ low, high }: Interval) => `${formatRate(low)}–${formatRate(high)}`;

function adviceOn(record: RunRecord, { result }: Spread, enoughMs: number): string {
  const chunk = meanOverRounds(record, result, chunkOf);
  return chunk && chunk.value >= enoughMs
    ? 'Chunks are long enough for other machines: connect more workers if throughput has to grow.'
    : 'Raise --chunksize towards that length, or stay on one machine with --engine threads.';
}

/** From the end of a chunk to the beginning of the next, ms, on the mean of all workers. */
function wayOf({ lanes }: Observation): number | null {
  const chunks = lanes.reduce((sum, lane) => sum + lane.chunks, 0);
  return chunks === 0 ? null : lanes.reduce((sum, { idleMs }) => sum + idleMs, 0) / chunks;
}

function chunkOf({ lanes }: Observation): number | null {
  const chunks = lanes.reduce((sum, lane) => sum + lane.chunks, 0);
  return chunks === 0 ? null : lanes.reduce((sum, { busyMs }) => sum + busyMs, 0) / chunks;
}
