import { expect, it } from 'vitest';
import type { RunLogEntry } from '../run-log.js';
import { LINES_A_VISIT, VisitLog } from './visit-log.js';

function createLog() {
  const entries: RunLogEntry[] = [];
  return { log: new VisitLog((entry) => entries.push(entry)), entries };
}
const said = (message: string) => ({ time: 1, level: 'info' as const, message });
const many = (count: number) => Array.from({ length: count }, (_, index) => `line ${index}`);

it('entries get the visit, and an origin where they have none', () => {
  const { log, entries } = createLog();
  log.begin('a');
  log.add({ ...said('x'), origin: 'threads-2' });
  log.add(said('y'));
  log.begin('b', 'serial-1');
  log.add(said('z'));
  expect(entries).toEqual([
    { ...said('x'), visit: 'a', origin: 'threads-2' },
    { ...said('y'), visit: 'a', origin: 'host' },
    { ...said('z'), visit: 'b', origin: 'serial-1' },
  ]);
});

it('as many lines as there may be are all kept', () => {
  const { log, entries } = createLog();
  log.begin('a');
  for (const line of many(LINES_A_VISIT)) log.add(said(line));
  log.end();
  expect(entries.map(({ message }) => message)).toEqual(many(LINES_A_VISIT));
});

it('beyond, lines are counted, and the next visit has its own', () => {
  const { log, entries } = createLog();
  log.begin('a');
  for (const line of many(LINES_A_VISIT + 5)) log.add(said(line));
  expect(entries.at(-1)).toMatchObject({
    level: 'warn',
    visit: 'a',
    message: '… further lines are only counted',
  });
  log.begin('b');
  expect(entries.at(-1)).toMatchObject({ level: 'warn', visit: 'a', message: '… 5 more lines' });
  log.add(said('again'));
  expect(entries.at(-1)).toMatchObject({ visit: 'b', message: 'again' });
  expect(entries).toHaveLength(LINES_A_VISIT + 3);
});

it('an entry of several lines is cut where the room ends', () => {
  const { log, entries } = createLog();
  log.begin('a');
  log.add(said(many(LINES_A_VISIT - 1).join('\n')));
  log.add(said('kept\nnot'));
  log.end();
  expect(entries.slice(1).map(({ message }) => message)).toEqual([
    'kept',
    '… further lines are only counted',
    '… 1 more line',
  ]);
});
