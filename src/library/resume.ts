import { UsageError } from '../errors.js';
import type { HostFacts } from '../host/index.js';
import { scenarioKey } from '../measure/cases/index.js';
import type { Prepared, PreparedSweep, SerialPasses, StudyOptions } from '../measure/preparation/index.js';
import { earlierOf } from '../measure/runner/index.js';
import { version } from '../own-package.js';
import {
  applyToPlan,
  endOf,
  type RecordHeader,
  type RecordLine,
  type RecordWriter,
  type Resumed,
  reopenRecord,
} from '../record/index.js';
import { counted, listed } from '../stats/index.js';

/** A run that goes on: its record so far, and what is to be said in it. */
export interface Continued {
  header: RecordHeader;
  lines: RecordLine[];
  writer: RecordWriter;
  /** What the run had taken until it ended, ms. */
  elapsedMs: number;
  resumed: Omit<Resumed, 'differs'>;
}

/**
 * The run whose record is there already, with what is left of its time, or as much time again where that is over.
 * Throws UsageError where there is none, or nothing of it is left to measure.
 */
export async function continuedRun(recordFile: string, options: StudyOptions): Promise<Continued> {
  const { record, writer, writtenAt } = await reopenRecord(recordFile);
  const { header, lines } = record;
  const problem = whyOver(header, lines, options);
  if (problem !== undefined) {
    writer.close();
    throw new UsageError(`The run in ${recordFile} cannot be resumed: ${problem}`);
  }
  const elapsedMs = elapsedOf(header, lines, writtenAt);
  const { rounds, unfinished } = earlierOf(lines);
  const at = new Date().toISOString();
  const plan = planOf(header, lines, options, elapsedMs);
  return {
    header,
    lines,
    writer,
    elapsedMs,
    resumed: { kind: 'resumed', at, rounds, unfinished, elapsedMs, plan },
  };
}

function whyOver(
  { plan, scenarios }: RecordHeader,
  lines: readonly RecordLine[],
  options: StudyOptions,
): string | undefined {
  if (plan.inspected) return 'it ran under a debugger and measured nothing.';
  const end = endOf(lines);
  if (options.tune && !plan.tuned)
    return 'it measures all settings alike, and `tune` was not asked for when it began.';
  const isBare = scenarios.some(
    ({ hash, openEnded, taskMs }) => hash !== '' && !openEnded && taskMs.length === 0,
  );
  if (isBare && end?.reason === 'interrupted' && lines.every(({ kind }) => kind !== 'observation'))
    return 'it was interrupted before serial had been measured. Run it again.';
  const isLonger = options.rounds !== undefined && options.rounds > (end?.rounds ?? 0);
  const isFiner = options.precision !== undefined && options.precision < plan.precision;
  if (end?.reason === 'failed') return `it had failed: ${end.message}`;
  if ((end?.reason !== 'rounds' && end?.reason !== 'precise') || isLonger || isFiner) return undefined;
  return `it is complete (${end.message.replace(/\.$/, '')}). To continue it, ask for more rounds (--rounds) or a narrower --precision.`;
}

/** Longer than any run, ms: the machine's clock was set meanwhile. */
const LONGEST_RUN_MS = 90 * 86_400_000;

/** A record has no times but its own beginnings: the file's tells when a process that was killed wrote last. */
function elapsedOf({ plan }: RecordHeader, lines: readonly RecordLine[], writtenAt: Date): number {
  const end = endOf(lines);
  if (end !== undefined) return end.elapsedMs;
  const resumed = lines.findLast((line): line is Resumed => line.kind === 'resumed');
  const sinceMs = writtenAt.getTime() - Date.parse(resumed?.at ?? plan.startedAt);
  const mostMs = plan.maxTimeMs ?? LONGEST_RUN_MS;
  return (resumed?.elapsedMs ?? 0) + Math.min(Math.max(0, sinceMs), mostMs);
}

/** Of the time so little may be left that it counts as over. */
const OVER_SHARE = 0.9;

function planOf(
  { plan }: RecordHeader,
  lines: readonly RecordLine[],
  options: StudyOptions,
  elapsedMs: number,
): Resumed['plan'] {
  const { maxTimeMs } = plan;
  const isOver =
    maxTimeMs !== null && (endOf(lines)?.reason === 'time' || elapsedMs > OVER_SHARE * maxTimeMs);
  const more = options.maxTimeMs ?? (isOver ? maxTimeMs : null);
  return {
    rounds: options.rounds ?? (options.precision === undefined ? plan.rounds : null),
    precision: options.precision ?? plan.precision,
    maxTimeMs: more === null ? maxTimeMs : elapsedMs + more,
  };
}

/**
 * Writes down that the run goes on. Throws UsageError where something that its figures rest on is otherwise than
 * before and `force` is not set; where the very tasks are others, in any case.
 */
export function goOn(
  { header, lines, writer, resumed }: Continued,
  prepared: readonly Prepared[],
  host: HostFacts,
  force: boolean,
): void {
  const others = othersThan(header, prepared);
  if (others !== undefined) throw new UsageError(`The run cannot be resumed: ${others}`);
  const differs = differencesFrom(header, prepared, host);
  if (differs.length > 0 && !force)
    throw new UsageError(
      `The run cannot be resumed as it was: ${differs.join(' ')} --force resumes it anyway, and the report will say so.`,
    );
  const line = { ...resumed, ...(differs.length > 0 && { differs }) };
  writer.append(line);
  lines.push(line);
  applyToPlan(header, line);
}

function othersThan({ scenarios }: RecordHeader, prepared: readonly Prepared[]): string | undefined {
  for (const { name, params, tasks, allTasks = tasks, hash } of scenarios) {
    if (hash === '') continue;
    const now = preparedAs(prepared, name, params);
    if (now === undefined)
      return `the scenario ${name} with its parameters is not among what is to be measured.`;
    if (now.tasks !== allTasks)
      return `${name} has ${counted(now.tasks, 'task')} now, and had ${allTasks.toLocaleString('en-US')}.`;
  }
  return undefined;
}

/** Sentences. */
function differencesFrom(
  { scenarios, host: before, versions }: RecordHeader,
  prepared: readonly Prepared[],
  host: HostFacts,
): string[] {
  const changed = scenarios.filter(({ name, params, hash }) => {
    const now = preparedAs(prepared, name, params);
    return now !== undefined && now.loaded.hash !== hash;
  });
  const names = [...new Set(changed.map(({ name }) => name))];
  const facts: [string, unknown, unknown][] = [
    ['Node', before.node, host.node],
    ['corewise', versions.corewise, version],
    ['the CPU', before.cpu, host.cpu],
    ['the system', before.os, host.os],
    ['the architecture', before.arch, host.arch],
    ['the instance type', before.instanceType, host.instanceType],
    ['the list of allowed CPUs', before.allowed, host.allowed],
    ['the topology of the CPUs', before.cpus, host.cpus],
    ['the CPU quota', before.quotaCpus, host.quotaCpus],
    ['the memory limit', before.memoryLimitGiB, host.memoryLimitGiB],
  ];
  return [
    ...(names.length === 0 ? [] : [`The code of ${listed(names)} has changed.`]),
    ...facts.flatMap(([what, then, now]) =>
      isSame(then, now) ? [] : [`${capitalised(what)} was ${shown(then)} and is ${shown(now)}.`],
    ),
  ];
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
const capitalised = (text: string): string =>
  text === 'corewise' ? text : `${text[0]!.toUpperCase()}${text.slice(1)}`;

function shown(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  const text = Array.isArray(value)
    ? value.map((one) => (typeof one === 'object' ? one.id : one)).join(',')
    : value;
  return String(text);
}

function preparedAs(
  prepared: readonly Prepared[],
  name: string,
  params: Prepared['params'],
): Prepared | undefined {
  const key = scenarioKey({ name, params });
  return prepared.find((one) => scenarioKey(one) === key);
}

/** How many of its tasks a scenario's passes are of, where the run had chosen fewer than all. */
export function recordedTake({ scenarios }: RecordHeader, { name, params }: Prepared): number | undefined {
  const key = scenarioKey({ name, params });
  const found = scenarios.find((one) => scenarioKey(one) === key);
  return found?.allTasks === undefined ? undefined : found.tasks;
}

/** The sweeps with passes of the very tasks that the run had chosen. */
export function withRecordedShares(
  sweeps: readonly PreparedSweep[],
  header: RecordHeader,
  serialPasses: SerialPasses,
): PreparedSweep[] {
  const known = new Map<Prepared, Prepared>();
  return sweeps.map(({ sweep, prepared }) => {
    const take = recordedTake(header, prepared);
    const one = known.get(prepared) ?? (take === undefined ? prepared : shareOf(prepared, take));
    known.set(prepared, one);
    if (take !== undefined && one !== prepared) serialPasses.keep(one.name, one.params, take);
    return { sweep, prepared: one };
  });
}

function shareOf(prepared: Prepared, take: number): Prepared {
  const of = prepared.tasks;
  return { ...prepared, tasks: take, allTasks: of, ref: { ...prepared.ref, sample: { of, take } } };
}
