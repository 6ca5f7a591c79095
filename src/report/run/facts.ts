import { formatCores, formatMs, formatPercent } from '../../stats/index.js';
import type { Fact } from '../document/document.js';
import type { Report } from './report/schema.js';

const coresOf = ({ physicalCores, logicalCores, allowedCpus }: Report['host']): string => {
  const sum = `${physicalCores} physical, ${logicalCores} logical`;
  return allowedCpus === logicalCores ? sum : `${sum}, ${allowedCpus} allowed`;
};

const memoryOf = ({ memoryGiB, memoryLimitGiB }: Report['host']): string => {
  const gib = (value: number) => `${Number(value.toFixed(1))} GiB`;
  return memoryLimitGiB === undefined
    ? gib(memoryGiB)
    : `${gib(memoryGiB)}, limited to ${gib(memoryLimitGiB)}`;
};

const known = (name: string, value: string | null | undefined): Fact[] =>
  value === null || value === undefined ? [] : [{ name, value }];

/** The machine, in the order a reader asks. */
export function hostFacts(host: Report['host']): Fact[] {
  return [
    { name: 'CPU', value: host.cpu },
    { name: 'Cores', value: coresOf(host) },
    { name: 'Quota', value: host.quotaCpus === null ? 'none' : `${formatCores(host.quotaCpus)} CPUs` },
    { name: 'Memory', value: memoryOf(host) },
    { name: 'Node', value: host.node },
    { name: 'System', value: `${host.os}, ${host.arch}` },
    { name: 'Virtualisation', value: host.virtualization ?? 'none seen' },
    ...known('Instance type', host.instanceType),
  ];
}

const disturbedOf = ({ disturbance: { rounds, disturbedRounds } }: Report): string =>
  rounds === 0 ? 'nothing measured' : `${disturbedRounds} of ${rounds} rounds`;

/** `2025-01-31 09:30 UTC`. */
export const startOf = ({ startedAt }: Report): string =>
  `${new Date(startedAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** Shorter waits are not worth a word. */
const WORTH_A_WORD_MS = 500;

/** Why the measuring ended, and after how long: `All 12 rounds were done (12.0 s).` */
export function endingOf({ stopped: { message, elapsedMs, measuredShare, waitedMs = 0 } }: Report): string {
  const measured =
    measuredShare === undefined ? '' : `, ${formatPercent(measuredShare)} of it spent measuring`;
  const waited = waitedMs < WORTH_A_WORD_MS ? '' : `, ${formatMs(waitedMs)} waiting while other programs ran`;
  const took = elapsedMs > 0 ? ` (${formatMs(elapsedMs)}${measured}${waited})` : '';
  return `${message.replace(/\.$/, '')}${took}.`;
}

/** How it was measured and how to do it again. */
export function runFacts(report: Report): Fact[] {
  const versions = Object.entries(report.versions).map(([name, version]) => `${name} ${version}`);
  return [
    { name: 'Started', value: startOf(report) },
    { name: 'Ended', value: endingOf(report) },
    { name: 'Disturbed by other load', value: disturbedOf(report) },
    { name: 'Seed', value: String(report.seed) },
    { name: 'Versions', value: versions.join(', ') },
    ...Object.entries(report.poolSettings ?? {}).map(([engine, value]) => ({
      name: `Pool of ${engine}`,
      value,
    })),
    ...report.scenarios.flatMap(({ name, hash }) =>
      hash === '' ? [] : [{ name: `Code of ${name}`, value: `sha256 ${hash}` }],
    ),
  ];
}
