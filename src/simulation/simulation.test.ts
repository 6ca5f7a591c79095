import { describe, expect, it } from 'vitest';
import { Simulation } from './simulation.js';

function drained(simulation: Simulation): Promise<void> {
  return new Promise((resolve) => {
    simulation.at(Number.MAX_VALUE, resolve);
    simulation.drive();
  });
}

describe('a simulation run to its end', () => {
  it('takes events by time, and those of one time in the order they were added', () => {
    const simulation = new Simulation();
    const seen: string[] = [];
    for (const [time, name] of [
      [5, 'c'],
      [1, 'a'],
      [5, 'd'],
      [3, 'b'],
      [5, 'e'],
    ] as const) {
      simulation.at(time, () => void seen.push(`${name}@${simulation.now()}`));
    }
    simulation.runToEnd();
    expect(seen).toEqual(['a@1', 'b@3', 'c@5', 'd@5', 'e@5']);
  });

  it('takes what an event adds, also for the same time', () => {
    const simulation = new Simulation();
    const seen: number[] = [];
    simulation.after(2, () => {
      simulation.after(0, () => void seen.push(simulation.now()));
      simulation.after(3, () => void seen.push(simulation.now()));
    });
    simulation.runToEnd();
    expect(seen).toEqual([2, 5]);
  });

  it('neither runs a cancelled event nor stops the clock at it', () => {
    const simulation = new Simulation();
    const event = simulation.at(7, () => expect.unreachable());
    simulation.at(4, () => {
      event.cancelled = true;
    });
    simulation.runToEnd();
    expect(simulation.now()).toBe(4);
  });

  it.each([[3], [Number.NaN]])('refuses an event at %s when it is 4', (time) => {
    const simulation = new Simulation();
    simulation.at(4, () => expect(() => simulation.at(time, () => {})).toThrow(RangeError));
    simulation.runToEnd();
  });

  it('sorts many events as a sort does', () => {
    const simulation = new Simulation();
    const times = Array.from({ length: 5_000 }, (_, i) => (i * 7919) % 1_009);
    const seen: number[] = [];
    for (const time of times) simulation.at(time, () => void seen.push(time));
    simulation.runToEnd();
    expect(seen).toEqual([...times].sort((a, b) => a - b));
  });

  it('carries a million tasks on a thousand workers', () => {
    const simulation = new Simulation();
    let left = 1_000_000;
    const work = () => {
      if (left-- > 0) simulation.after(1, work);
    };
    for (let worker = 0; worker < 1_000; worker++) work();
    simulation.runToEnd();
    expect(simulation.now()).toBe(1_000);
  });
});

describe('a simulation driven by promises', () => {
  it('lets every reaction to an event settle before the next', async () => {
    const simulation = new Simulation();
    const seen: string[] = [];
    const long = async (name: string) => {
      for (let turn = 0; turn < 20; turn++) await null;
      seen.push(`${name}@${simulation.now()}`);
    };
    simulation.at(1, () => void long('first'));
    simulation.at(2, () => void long('second'));
    await drained(simulation);
    expect(seen).toEqual(['first@1', 'second@2']);
  });

  it('waits for the promise an event returns', async () => {
    const simulation = new Simulation();
    const seen: number[] = [];
    simulation.at(1, async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      seen.push(simulation.now());
    });
    simulation.at(2, () => void seen.push(simulation.now()));
    await drained(simulation);
    expect(seen).toEqual([1, 2]);
  });

  it('starts again when something is scheduled after it came to rest', async () => {
    const simulation = new Simulation();
    const sleep = (ms: number) =>
      new Promise<void>((resolve) => {
        simulation.after(ms, resolve);
        simulation.drive();
      });
    await sleep(3);
    await new Promise((resolve) => setTimeout(resolve, 1));
    await sleep(4);
    expect(simulation.now()).toBe(7);
  });
});
