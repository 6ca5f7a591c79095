import { describe, expect, it } from 'vitest';
import type { Observation, RunRecord } from '../../record/index.js';
import { insight } from '../index.js';
import { checks } from './index.js';
import { type Measured, measured } from './testing/measured-checks.js';

const counted: Record<string, string> = {
  'results-differ': 'an event: a result is another one',
  'results-lose-class': 'an event: a result arrived as less than it was',
  'task-failed': 'an event: a task threw, or a worker was lost',
  inspected: 'what was asked for',
  interrupted: 'an event: how the run ended',
  resumed: 'an event: the run went on after it had ended',
  'machine-changed': 'an event: the system allowed other CPUs, or another quota',
  'machine-disturbed': 'a count of rounds over the gate, which was fixed before the run',
  throttled: 'an event: the kernel counts each time that a quota stops a process',
  swapping: 'an event: pages that the kernel counted',
  'not-pinned': 'an event: the system refused',
  'too-few-rounds': 'a count of rounds',
  'wide-spread': 'the width of the interval is what it tells',
  'two-speeds': 'a test of its own, with few false alarms',
  'more-workers-than-cores': 'a count of workers and cores',
  'smt-siblings': 'a count of workers and cores; what they bring is said as far as the interval tells',
  'stopped-early': 'an event: the race dropped a case, by verdicts of its own',
  tuned: 'an event: what was measured in how many rounds',
  'several-machines': 'throughputs and a time, each with its interval; nothing follows from a bound',
  'memory-grows': 'a count: nine of ten readings of each worker grew',
  'share-of-tasks': 'a count of tasks',
  'instance-type': 'facts of the machine and the catalog',
  'ceiling-missing': 'an event: no round could measure it',
  'cases-dropped': 'an event: a case was left out',
  'cases-skipped': 'an event: a case cannot run here',
  'not-verified': 'an event: nobody compared',
  notes: 'events that the run noted',
};

const check = (name: string) => checks.find((one) => one.name === name)!.check;
const find = (name: string, record: RunRecord) => check(name)(record, insight(record));

/** Other programs took most of a CPU all the time. */
const underLoad = (record: RunRecord): RunRecord => ({
  ...record,
  lines: record.lines.map((line) =>
    line.kind === 'observation'
      ? {
          ...line,
          disturbance: { ...line.disturbance, foreignCpu: 0.9 } satisfies Observation['disturbance'],
        }
      : line,
  ),
});

const each = (of: (one: Measured) => Record<string, RunRecord>) =>
  Object.entries(measured).flatMap(([name, one]) =>
    Object.entries(of(one)).map(([what, record]) => [name, one.bound, what, record] as const),
  );

it('every check either looks at an interval, or says why it needs none', () => {
  const known = [...Object.keys(measured), ...Object.keys(counted)];
  expect(known.toSorted()).toEqual(checks.map(({ name }) => name).toSorted());
});

describe('a finding is made only where the whole interval lies beyond the bound', () => {
  it.each(each(({ holds }) => holds))(
    '%s is silent where the interval holds %s: %s',
    (name, _, __, record) => {
      expect(find(name, record)).toEqual([]);
    },
  );

  it.each(each(({ excludes }) => excludes))('%s speaks where it excludes %s: %s', (name, _, __, record) => {
    expect(find(name, record)).toMatchObject([{ check: name }]);
  });
});

describe('other load is a cause as likely as any', () => {
  it.each(each(({ onlyQuiet, excludes }) => (onlyQuiet ? excludes : {})))(
    '%s names none where every round was disturbed (%s; %s)',
    (name, _, __, record) => expect(find(name, underLoad(record))).toEqual([]),
  );
});
