import { describe, expect, it } from 'vitest';
import { NumberedEvents } from './events.js';

function drained(events: NumberedEvents): [time: number, event: number][] {
  const seen: [number, number][] = [];
  while (events.nextTime < Number.POSITIVE_INFINITY) {
    const time = events.nextTime;
    seen.push([time, events.take()]);
  }
  return seen;
}

describe('numbered events', () => {
  it('come by time', () => {
    const events = new NumberedEvents();
    for (const [time, event] of [
      [5, 50],
      [1, 10],
      [0.5, -1],
      [3, 30],
    ] as const) {
      events.add(time, event);
    }
    expect(drained(events)).toEqual([
      [0.5, -1],
      [1, 10],
      [3, 30],
      [5, 50],
    ]);
  });

  it('are as many as were added, sorted as a sort does, also where some are taken in between', () => {
    const events = new NumberedEvents();
    const times = Array.from({ length: 5_000 }, (_, i) => (i * 7919) % 5_003);
    const early: number[] = [];
    times.forEach((time, i) => {
      events.add(time, time);
      if (i % 5 === 4) early.push(events.take());
    });
    const late = drained(events).map(([, event]) => event);
    expect(late).toEqual(late.toSorted((a, b) => a - b));
    expect([...early, ...late].toSorted((a, b) => a - b)).toEqual(times.toSorted((a, b) => a - b));
  });

  it('of the same time come in the order they were added, whatever was taken in between', () => {
    const events = new NumberedEvents();
    const seen: number[] = [];
    for (let event = 0; event < 1_000; event++) {
      events.add(event % 3 === 0 ? 1 : 2, event);
      if (event === 500) for (let taken = 0; taken < 100; taken++) seen.push(events.take());
    }
    seen.push(...drained(events).map(([, event]) => event));
    const ofTime = (rest: (event: number) => boolean) => seen.filter(rest);
    expect(ofTime((event) => event % 3 === 0)).toEqual(Array.from({ length: 334 }, (_, i) => 3 * i));
    expect(ofTime((event) => event % 3 !== 0)).toEqual(
      Array.from({ length: 1_000 }, (_, i) => i).filter((event) => event % 3 !== 0),
    );
  });

  it('have no next time once none is left', () => {
    const events = new NumberedEvents();
    expect(events.nextTime).toBe(Number.POSITIVE_INFINITY);
    events.add(2, 7);
    expect([events.nextTime, events.take(), events.nextTime]).toEqual([2, 7, Number.POSITIVE_INFINITY]);
  });
});
