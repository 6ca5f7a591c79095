import { UsageError, unknownName } from '../../../errors.js';
import { nameWork, nameWorkers } from '../../../insight/analysis/index.js';
import { PROMISES, scenarioKey, workKey } from '../../../measure/cases/index.js';
import { endOf, isVirtualIn, type RunRecord } from '../../../record/index.js';
import { listed } from '../../../stats/index.js';
import { type Catalog, instancesNamed, refuseRecordedClaim } from '../../catalog/index.js';
import type { AnalysedRecord, Evidence, MeasuredMachine, PlannedWork } from './evidence.js';
import { curvesFrom } from './measured-curves.js';
import { undecidedGain, wideText } from './undecided.js';

interface EvidenceRequest {
  /** Name of the scenario; not needed where there is only one. */
  scenario?: string;
  /** The type of machine that the records are of, where they do not say. */
  instanceType?: string;
  catalog: Catalog;
}

type Scenario = RunRecord['header']['scenarios'][number];

/**
 * What records tell of one scenario. @throws UsageError where it is not clear which, where records are not of the
 * same work, where results were wrong,  where a machine cannot be of the type it is said to be,
 * where a curve is undecided, and where nothing was measured that could be planned with.
 */
export function evidenceFrom(
  records: readonly AnalysedRecord[],
  request: EvidenceRequest,
): { work: PlannedWork; evidences: Evidence[] } {
  const found = records.map((one) => ({ ...one, scenario: chosenScenario(one, request.scenario) }));
  const [first] = found;
  for (const one of found) checkSameWork(first!, one);
  const evidences = found.map((one) => evidenceOf(one, { ...request, ...typeNamedFor(one) }));
  return { work: workOf(first!.scenario, found), evidences };
}

function chosenScenario({ path, record }: AnalysedRecord, name: string | undefined): Scenario {
  const { scenarios } = record.header;
  const all = scenarios.map((one) => ({ scenario: one.name, params: one.params }));
  const named = scenarios.map((one, i) => ({ one, name: nameWork(all[i]!, all) }));
  const names = named.map((each) => each.name);
  const asked = name === undefined ? named : named.filter((each) => each.name === name);
  if (asked.length === 1) return asked[0]!.one;
  if (name !== undefined) throw unknownName('scenario', name, names);
  throw new UsageError(`${path} holds ${listed(names) || 'no scenario'}: choose one with --scenario.`);
}

interface Found extends AnalysedRecord {
  scenario: Scenario;
}

function checkSameWork(first: Found, other: Found): void {
  const key = ({ scenario: { name, params } }: Found) => scenarioKey({ name, params });
  if (key(first) === key(other) && first.scenario.hash === other.scenario.hash) return;
  const what = key(first) === key(other) ? 'other code' : 'other parameters';
  throw new UsageError(`${other.path} has ${what} for ${first.scenario.name} than ${first.path}.`);
}

/** What is said of one record goes before what is said of all. */
function typeNamedFor({ path, record, instanceType }: AnalysedRecord): Pick<EvidenceRequest, 'instanceType'> {
  const { instanceType: own } = record.header.host;
  if (instanceType !== undefined && own !== undefined && own !== instanceType)
    throw new UsageError(`${path} says itself that it is of ${own}: leave out =${instanceType}.`);
  return instanceType === undefined ? {} : { instanceType };
}

function workOf(scenario: Scenario, found: readonly Found[]): PlannedWork {
  const { name, params, openEnded, taskMs, tasks } = scenario;
  return {
    scenario: name,
    params,
    taskMs: openEnded ? [] : taskMs.filter((ms) => ms > 0),
    isPerTask: taskMs.length === tasks,
    ...(!openEnded && { passTasks: tasks }),
    isVerified: found.every((one) => resultsOf(one).every(({ verified }) => verified === true)),
  };
}

function resultsOf({ insight, scenario: { name, params } }: Found) {
  const key = scenarioKey({ name, params });
  return insight.cases.filter((one) => workKey(one.case) === key && one.status !== 'dropped');
}

function evidenceOf(found: Found, request: EvidenceRequest): Evidence {
  const { path, record, scenario } = found;
  checkTrustworthy(found);
  const { wide, ...curves } = curvesFrom(found);
  checkDecided(found, curves.curves.length === 0 ? wide : []);
  if (curves.curves.length === 0) {
    throw new UsageError(
      `${path} has no throughput of workers for ${scenario.name}: it needs a pool, and at least two rounds.`,
    );
  }
  const isVirtual = curves.curves.some(({ engine }) => isVirtualIn(record.header, engine));
  const isDisturbed = resultsOf(found).some(({ status, basis }) => status === 'ok' && basis === 'all');
  const { label, command } = record.header.plan;
  const typeDoubt = typeDoubtOf(found, request);
  return {
    ...{ label, command, machine: machineOf(record, request), isVirtual, isDisturbed },
    ...noPoolIn(found),
    ...(typeDoubt && { typeDoubt }),
    ...curves,
  };
}

/** Machines are not bought on a curve that may as well be another. */
function checkDecided({ path, record, insight, scenario }: Found, wide: Evidence['curves']): void {
  const key = scenarioKey(scenario);
  const results = insight.cases.filter((one) => workKey(one.case) === key);
  const why = undecidedGain(results, record) ?? (wide.length > 0 ? wideText(wide) : undefined);
  if (why === undefined) return;
  const what = `Buy nothing on this: measure again. ${path} leaves open what ${scenario.command ? 'more workers gain' : 'a pool gains'} on ${scenario.name}: ${why}.`;
  throw new UsageError(`${what} ${measureAgainText(record)}`);
}

function typeDoubtOf(
  { path, record }: Found,
  { catalog, instanceType }: EvidenceRequest,
): Evidence['typeDoubt'] {
  const claim = refuseRecordedClaim(path, record.header, catalog, instanceType);
  if (claim?.verdict !== 'unknown' && claim?.verdict !== 'doubtful') return undefined;
  const { verdict, message } = claim;
  return { verdict, message };
}

/** Tasks that wait are served by more of them at once, not by more cores. */
function noPoolIn({ insight, scenario: { name, params } }: Found): Pick<Evidence, 'noPool'> {
  const key = scenarioKey({ name, params });
  const best = insight.recommendations.find((one) => workKey(one) === key);
  return best?.engine === PROMISES ? { noPool: nameWorkers(best) } : {};
}

/** Wrong results are no work done, and times taken under a debugger say nothing. */
function checkTrustworthy(found: Found): void {
  const { path, record } = found;
  const wrong = resultsOf(found).find(({ verified }) => verified === false);
  if (wrong !== undefined) {
    throw new UsageError(
      `${path}: ${wrong.case.id} gave different results from serial, so its speed is worth nothing and no plan can rest on it.`,
    );
  }
  if (record.header.plan.inspected) {
    throw new UsageError(`${path} was measured while a debugger held a worker: its times say nothing.`);
  }
}

function machineOf(
  { header: { host } }: RunRecord,
  { instanceType, catalog }: EvidenceRequest,
): MeasuredMachine {
  const type = host.instanceType ?? instanceType;
  const known = type === undefined ? undefined : instancesNamed(catalog, type)[0];
  return {
    cpu: host.cpu,
    memoryGiB: host.memoryLimitGiB ?? host.memoryGiB,
    architecture: host.arch === 'x64' ? 'x86_64' : host.arch,
    ...(type !== undefined && { instanceType: type }),
    ...(known && { family: `${known.provider}/${known.family}` }),
  };
}

/** Half the width takes four times the time. */
const LONGER = 4;
const LEAST_MINUTES = 5;

/** What to run for a record that decides more, as a sentence. */
function measureAgainText({ header, lines }: RunRecord): string {
  const { command, maxTimeMs } = header.plan;
  const stopped = endOf(lines);
  const spentMs = Math.max(stopped?.elapsedMs ?? 0, maxTimeMs ?? 0);
  const minutes = Math.max(LEAST_MINUTES, Math.ceil((LONGER * spentMs) / 60_000));
  const [, name, options = '', program = ''] =
    /^(?:npx )?corewise (run|exec)\b(.*?)( -- .*)?$/s.exec(command) ?? [];
  if (name === undefined)
    return `Measure for ${minutes} min: ${command}, with maxTimeMs ${60_000 * minutes}.`;
  return `Run: npx corewise ${name}${withoutLimits(options)} --max-time ${minutes}m${program}`;
}

/** What bounds the measuring, and where the record of it went. */
function withoutLimits(options: string): string {
  return options.replace(/ --(?:max-time|rounds|precision|out)[ =](?:'[^']*'|\S+)/g, '');
}
