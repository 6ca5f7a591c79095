import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { values } from '../../../testing/fixtures/returned.js';
import { temporaryFolder } from '../../../testing/temporary-folder.js';
import { createFakeEngine, type Engine, findEngine } from '../../../workers/engines/index.js';
import { isFailure, type Outcome } from '../../../workers/session/index.js';
import { compareForms } from './compare.js';
import type { Carried } from './form.js';
import { readForms, writeForms } from './form-file.js';
import { formOf } from './form-of.js';

const module = new URL('../../../testing/fixtures/returned.js', import.meta.url).href;
const file = join(temporaryFolder(), 'serial.results');
const names = Object.keys(values);

/** All that the engine gives, by name; nothing hangs on the order. */
async function returnedBy(engine: Engine): Promise<Map<string, Outcome>> {
  const session = await engine.open({ module, export: 'default', params: {}, workers: 1, seed: 1 });
  try {
    const results = await Promise.all(names.map((name, first) => session.run({ first, tasks: [name] })));
    return new Map(results.map(({ outcomes }, at): [string, Outcome] => [names[at]!, outcomes[0]!]));
  } finally {
    await session.close();
  }
}

const inline = ['serial', 'promises'];
const sending: readonly [string, Engine][] = [
  ['threads', findEngine('threads')],
  ['processes', findEngine('processes')],
  ['fake', createFakeEngine({})],
];
const engines: readonly [string, Engine][] = [
  ...inline.map((name): [string, Engine] => [name, findEngine(name)]),
  ...sending,
];

const CLONED = /result cannot be sent back: .*(could not be cloned|unsupported type)/;

/** What messages take from some of them: `serial here`; a pattern where no message carries it. Others are equal. */
const onTheWay: Record<string, string | RegExp | { threads: string | RegExp; processes: string | RegExp }> = {
  'one that searches': 'result.lastIndex: 1 → 0',
  'an error of a class': 'result: Refusal → TypeError: "no"',
  'an error with a name': 'result: OddError → Error: "named"',
  'an instance': 'result.at: Point → { x: 3, y: 4 }',
  'a getter': 'result.now: a getter → the value 7',
  'a symbol as key': 'result[Symbol(id)]: there → missing',
  'a function': CLONED,
  'a symbol': CLONED,
  'a promise within': CLONED,
  'shared memory': { threads: '', processes: CLONED },
};

/** Newer Nodes refuse to send a URL to a thread, and carry a DOMException: the same result all the same. */
const byVersion = new Set(['a url', 'an aborted call']);

describe.each(engines)('what %s gives', (name, engine) => {
  let serial: Map<string, Carried>;
  let returned: Map<string, Outcome>;
  const wasSent = !inline.includes(name);

  beforeAll(async () => {
    const reference = await returnedBy(findEngine('serial'));
    const forms = names.map((each) => {
      const outcome = reference.get(each)!;
      return formOf(isFailure(outcome) ? outcome.error : outcome.value);
    });
    writeForms(file, forms);
    serial = new Map(readForms(file).map((form, at): [string, Carried] => [names[at]!, form]));
    returned = await returnedBy(engine);
  });

  afterAll(() => returned.clear());

  it.each(names.filter((each) => !byVersion.has(each)))('%s', (each) => {
    const outcome = returned.get(each)!;
    const listed = wasSent ? (onTheWay[each] ?? '') : '';
    const one = name === 'processes' ? 'processes' : 'threads';
    const wanted = typeof listed === 'string' || listed instanceof RegExp ? listed : listed[one];
    if (wanted instanceof RegExp) {
      expect(isFailure(outcome) && outcome.error.message).toMatch(wanted);
      return;
    }
    expect(isFailure(outcome)).toBe(false);
    const value = (outcome as { value: unknown }).value;
    const { difference, losses } = compareForms(serial.get(each), formOf(value), { tolerance: 0, wasSent });
    expect(difference).toBeUndefined();
    expect(losses.map(({ path, expected, actual }) => `${path}: ${expected} → ${actual}`).join()).toBe(
      wanted,
    );
  });

  it.each([...byVersion])('%s, or why it cannot be sent', (each) => {
    const outcome = returned.get(each)!;
    if (isFailure(outcome)) {
      expect(outcome.error.message).toMatch(/cannot be sent back/);
      return;
    }
    const { difference, losses } = compareForms(serial.get(each), formOf(outcome.value), {
      tolerance: 0,
      wasSent,
    });
    expect(difference).toBeUndefined();
    for (const { expected } of losses) expect(['URL', 'DOMException AbortError']).toContain(expected);
    if (!wasSent) expect(losses).toEqual([]);
  });
});
