import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import { onAbort } from './abort-listeners.js';

it('any number of calls cost a signal one listener, and none when all have left', () => {
  const { signal } = new AbortController();
  const leave = Array.from({ length: 1000 }, () => onAbort(signal, () => undefined));
  expect(getEventListeners(signal, 'abort')).toHaveLength(1);
  for (const each of leave) each();
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  const again = onAbort(signal, () => undefined);
  for (const each of leave) each();
  expect(getEventListeners(signal, 'abort')).toHaveLength(1);
  again();
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});

it('those that have not left are told once, in their order', () => {
  const controller = new AbortController();
  const heard: string[] = [];
  onAbort(controller.signal, () => heard.push('first'));
  onAbort(controller.signal, () => heard.push('left'))();
  onAbort(controller.signal, () => heard.push('last'));
  controller.abort();
  controller.abort();
  expect(heard).toEqual(['first', 'last']);
});
