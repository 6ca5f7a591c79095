import { expect, it } from 'vitest';
import { limitMet, withLimitMet } from './limit-met.js';

const limits = () =>
  'Limit                     Soft Limit           Hard Limit\nMax open files            200                  200    files\n';

it.each([
  ['spawn setpriv EMFILE', 'this process have 200 files open at once (ulimit -n)'],
  ["EMFILE: too many open files, open '/x.js'", 'ulimit -n 4096'],
  ['Could not read from file: /x.js: open /x.js: too many open files', '200 files'],
  ['ENFILE: file table overflow', 'fs.file-max'],
  ['spawn node EAGAIN', 'ulimit -u, or pids.max of a cgroup'],
  ['Worker initialization failure: EAGAIN', 'ulimit -u'],
  ['runtime/cgo: pthread_create failed: Resource temporarily unavailable', 'ulimit -u'],
])('%s names the limit', (text, named) => {
  expect(limitMet(text, limits)).toContain(named);
  const told = withLimitMet(text, limits);
  expect(told).toBe(`${text}. ${limitMet(text, limits)}`);
  expect(withLimitMet(told, limits)).toBe(told);
});

it('the limit has a name where its number cannot be read', () => {
  expect(limitMet('spawn node EMFILE', () => '')).toMatch(
    /^The system lets this process have no more files open at once \(ulimit -n\)/,
  );
});

it.each(['ENOENT: no such file', 'read EAGAIN', 'spawn node ENOENT'])('%s is none', (text) => {
  expect(limitMet(text, limits)).toBeUndefined();
  expect(withLimitMet(text, limits)).toBe(text);
});
