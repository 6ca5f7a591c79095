import { UsageError } from '../errors.js';
import { listed } from '../stats/index.js';
import { type Header, headerOf, type Role, roleOf, secondsIn } from './csv-header.js';

/** Which column holds what, by its place; -1 where there is none. */
export interface CsvColumns {
  workers: number;
  /** Of throughput, or of time. */
  value: number;
  isTime: boolean;
  low: number;
  high: number;
  name: number;
  /** Of one of its times. */
  seconds: number;
  /** Of throughput. */
  unit: string;
  /** Those whose headers say nothing. */
  unknown: number[];
}

/**
 * What the columns of a file are, by their headers; `workers` is the header of the workers, where it does not say so
 * itself. Throws UsageError where a column is missing or could be two things; `place` is told in it.
 */
export function columnsOf(texts: readonly string[], workers: string | undefined, place: string): CsvColumns {
  const headers = texts.map(headerOf);
  const roles = headers.map((header) => roleBeside(header, workers));
  const find = (role: Role): number => {
    const found = texts.filter((_, i) => roles[i] === role);
    if (found.length > 1) throw new UsageError(`${place}: ${twice(role, found)}`);
    return roles.indexOf(role);
  };
  const throughput = find('throughput');
  const isTime = throughput === -1;
  const value = isTime ? find('time') : throughput;
  const columns = {
    workers: find('workers'),
    value,
    low: find('low'),
    high: find('high'),
    name: find('name'),
  };
  if (columns.workers === -1)
    throw new UsageError(`${place}: expected ${wantedWorkers(workers)}; ${foundIn(texts)}`);
  if (value === -1)
    throw new UsageError(`${place}: expected a column throughput, or time; ${foundIn(texts)}`);
  return { ...columns, isTime, ...unitOf(headers[value]!, isTime), unknown: unknownIn(roles) };
}

function roleBeside(header: Header, workers: string | undefined): Role | undefined {
  if (workers === undefined) return roleOf(header);
  if (header.text === workers) return 'workers';
  const role = roleOf(header);
  return role === 'workers' ? undefined : role;
}

function unitOf({ text, words, unit }: Header, isTime: boolean): Pick<CsvColumns, 'seconds' | 'unit'> {
  if (isTime) return { seconds: secondsIn(unit ?? 's') ?? 1, unit: 'runs/s' };
  return { seconds: 1, unit: unit ?? (words.includes('/') ? text : 'as in the file') };
}

const unknownIn = (roles: readonly (Role | undefined)[]): number[] =>
  roles.flatMap((role, i) => (role === undefined ? [i] : []));

const quoted = (texts: readonly string[]): string => listed(texts.map((text) => `"${text}"`));

const foundIn = (texts: readonly string[]): string => `found ${quoted(texts)}.`;

const wantedWorkers = (asked: string | undefined): string =>
  asked === undefined
    ? 'a header with a column workers (threads, processes, cores and jobs will do)'
    : `a column "${asked}"`;

function twice(role: Role, found: readonly string[]): string {
  const way = role === 'workers' ? 'Name one with --parameter' : 'Keep one of them';
  return `the columns ${quoted(found)} could each be the ${role}. ${way}.`;
}
