import { afterAll, describe, expect, it } from 'vitest';
import { openNamelessFile } from '../../../workers/engines/index.js';
import { readStage, STAGE_BYTES, Stage } from './stage.js';

const file = openNamelessFile(STAGE_BYTES);
afterAll(() => file.release());

const now = () => {
  const { stage, first, tasks } = readStage(file.descriptor);
  return tasks === 0 ? stage : `${stage} ${tasks} from ${first}`;
};

describe('what runs stands in the file', () => {
  it('from its begin to its end, in one another', async () => {
    const stage = new Stage(file.descriptor);
    const seen = [now()];
    await stage.during('run', async () => {
      seen.push(now());
      stage.during('tasks', () => seen.push(now()));
      seen.push(now());
      await stage.during('prepare', async () => seen.push(now()));
      seen.push(now());
      stage.runs(3, 1);
      seen.push(now());
    });
    seen.push(now());
    expect(seen).toEqual(['idle', 'run', 'tasks', 'run', 'prepare', 'run', 'run 1 from 3', 'idle']);
  });

  it('of the warm-up apart from the passes', async () => {
    const stage = new Stage(file.descriptor);
    const seen: string[] = [];
    const pass = async () => {
      await stage.warming(async () => {
        seen.push(now());
        stage.runs(2, 1);
        seen.push(now());
      });
      stage.runs(2, 1);
      seen.push(now());
    };
    await stage.during('run', pass, { first: 0, tasks: 6 });
    expect(seen).toEqual(['warm-up 6 from 0', 'warm-up 1 from 2', 'run 1 from 2']);
  });

  it('no longer than until it throws or rejects', async () => {
    const stage = new Stage(file.descriptor);
    const fail = () => {
      throw new Error('failed');
    };
    expect(() => stage.during('tasks', fail)).toThrow('failed');
    expect(now()).toBe('idle');
    await expect(stage.during('prepare', async () => fail())).rejects.toThrow('failed');
    expect(now()).toBe('idle');
  });

  it('with another number each time', () => {
    const stage = new Stage(file.descriptor);
    const numbers = Array.from({ length: 3 }, () =>
      stage.during('prepare', () => readStage(file.descriptor).sequence),
    );
    expect(new Set(numbers).size).toBe(3);
  });
});

it('what workers run is told while their session is open', () => {
  const stage = new Stage();
  const running = [{ worker: 1, id: 4, first: 3, tasks: 1 }];
  const session = { running: () => running };
  stage.add(session);
  stage.add({});
  expect(stage.running()).toEqual(running);
  stage.remove(session);
  expect(stage.running()).toEqual([]);
});
