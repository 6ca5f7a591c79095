import { InvalidArgumentError, Option } from 'commander';
import { LEAST_QUOTA } from '../../measure/cases/index.js';
import type { QuotaSpec } from '../../scenario/index.js';
import { parseList } from '../options.js';

/** Of the commands that measure; its value is `cpuQuotas` of `measure`. */
export const cpuQuotaOption = () =>
  new Option(
    '--cpu-quota <cpus>',
    "CPUs' worth of time a cgroup grants: 0.5,1,2 or none (default: none)",
  ).argParser(parseQuotas);

/** `0.5,1,none` → [0.5, 1, 'none'] */
export function parseQuotas(text: string): QuotaSpec[] {
  return parseList(text).map((item) => {
    if (item === 'none') return item;
    const quota = /^\d+(?:\.\d+)?$/.test(item) ? Number(item) : 0;
    if (quota >= LEAST_QUOTA && Number.isFinite(quota)) return quota;
    throw new InvalidArgumentError(
      `Write numbers of CPUs of at least ${LEAST_QUOTA}, such as 0.5,1,2, or none.`,
    );
  });
}
