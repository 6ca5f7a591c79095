import { expect, it } from 'vitest';
import { loadLimits } from '../../load-limits.js';
import type { LinkListener } from './link.js';
import { WorkerSlot } from './slot.js';

const nobody = {
  ran: () => undefined,
  stream: () => undefined,
  log: () => undefined,
  status: () => undefined,
  refused: () => undefined,
  lost: () => undefined,
  unfinished: () => undefined,
};
const limits = loadLimits(
  { module: 'file:///tasks.js', export: 'default', params: {}, workers: 1, seed: 1 },
  'threads',
);

it('keeps the program running until a worker that is being ended has ended, also where it is let go meanwhile', async () => {
  let listener: LinkListener | undefined;
  let keeps = true;
  const slot = new WorkerSlot(
    0,
    (_, heard) => {
      listener = heard;
      return {
        post: () => undefined,
        kill: () => undefined,
        ref: () => {
          keeps = true;
        },
        unref: () => {
          keeps = false;
        },
      };
    },
    nobody,
    limits,
  );
  const opened = slot.open();
  listener!.message({ kind: 'ready' });
  await opened;
  slot.hold(false);
  expect(keeps).toBe(false);
  const killed = slot.kill();
  slot.hold(false);
  expect(keeps).toBe(true);
  listener!.exit({ code: 1, signal: null });
  await killed;
});

it('that cannot start a worker says why, and has nothing to end', async () => {
  const thrown = new Error('cannot be cloned');
  const slot = new WorkerSlot(
    0,
    () => {
      throw thrown;
    },
    nobody,
    limits,
  );
  await expect(slot.open()).rejects.toBe(thrown);
  await slot.kill();
  await slot.close();
});

it('tells of a worker that ended what that worker said last, not what its channel said when it was gone', async () => {
  let listener: LinkListener | undefined;
  const exits: unknown[] = [];
  const slot = new WorkerSlot(
    0,
    (_, heard) => {
      listener = heard;
      const nothing = () => undefined;
      return { post: nothing, kill: nothing, ref: nothing, unref: nothing };
    },
    { ...nobody, lost: (exit) => exits.push(exit) },
    limits,
  );
  const opened = slot.open();
  listener!.message({ kind: 'ready' });
  await opened;
  const said = { isError: true, name: 'RangeError', message: 'left behind', fields: {} } as const;
  listener!.message({ kind: 'died', error: said, after: 3 });
  listener!.exit({ code: 1, signal: null, error: new Error('write EPIPE') });
  expect(exits).toMatchObject([{ code: 1, error: { message: 'left behind' }, stray: { after: 3 } }]);
});
