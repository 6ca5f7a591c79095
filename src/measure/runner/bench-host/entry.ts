import { CorewiseError, UsageError } from '../../../errors.js';
import { type DiesWithParent, disturbanceMeter, knowDieWithParent } from '../../../host/index.js';
import { captureOutput, type LogOutlet, reportOwnMessages } from '../../../workers/engines/index.js';
import { failureOf } from '../failure.js';
import { Pauses } from '../pass/pauses.js';
import { localBenchHost } from './local.js';
import {
  type BenchHost,
  type BenchHostInit,
  type FromBenchHost,
  type ModuleHost,
  STAGE_DESCRIPTOR,
  type ToBenchHost,
} from './protocol.js';
import { Stage } from './stage.js';
import { VisitLog } from './visit-log.js';

/** The bench host's own process: one request at a time, until the channel closes. */
const send = process.send?.bind(process) as (message: FromBenchHost) => void;

/** Nobody is left to measure for: the workers, which share this process's group, go too. */
process.once('disconnect', () => {
  try {
    process.kill(-process.pid, 'SIGKILL');
  } catch {
    process.exit(0);
  }
});

function start({ host, rootPid }: BenchHostInit, diesWithParent: DiesWithParent | undefined): void {
  const log = new VisitLog((entry) => send({ kind: 'log', entry }));
  const outlet: LogOutlet = (level, message) => log.add({ time: Date.now(), level, message });
  captureOutput(outlet);
  process.send = reportOwnMessages(outlet);
  // Not asked within a cold start that is measured.
  knowDieWithParent(diesWithParent);
  const pauses = new Pauses();
  const stage = new Stage(STAGE_DESCRIPTOR);
  const meter = disturbanceMeter(host, rootPid);
  const benchHost = localBenchHost({ meter, log, pauses, stage, loading: orAbandoned });
  process.on('message', (message: ToBenchHost) => {
    if (message.kind === 'paused') pauses.add(message.pause);
    if (message.kind === 'running?') send({ kind: 'running', running: stage.running() });
    if (message.kind === 'call') void answer(benchHost, message);
  });
  send({ kind: 'ready' });
}

/** A module may await what nothing is left to bring: the channel alone must not keep this process waiting for it. */
async function orAbandoned<T>({ source }: { source: string }, loading: Promise<T>): Promise<T> {
  const { channel } = process;
  let abandon = () => {};
  const abandoned = new Promise<never>((_, reject) => {
    abandon = () =>
      reject(
        new UsageError(
          `${source} cannot finish loading: nothing is left that could end its top-level \`await\`.`,
        ),
      );
  });
  process.once('beforeExit', abandon);
  channel?.unref();
  try {
    return await Promise.race([loading, abandoned]);
  } finally {
    process.off('beforeExit', abandon);
    channel?.ref();
  }
}

async function answer(
  benchHost: BenchHost & ModuleHost,
  { method, request }: Extract<ToBenchHost, { kind: 'call' }>,
): Promise<void> {
  try {
    send({ kind: 'returned', value: await benchHost[method](request as never) });
  } catch (thrown) {
    // A name of the user's own says nothing of ours.
    const name = thrown instanceof CorewiseError ? thrown.name : 'Error';
    send({ kind: 'threw', name, failure: failureOf(thrown) });
  }
}

process.once('message', (message: ToBenchHost) => {
  if (message.kind === 'init') start(message.init, message.diesWithParent);
});
