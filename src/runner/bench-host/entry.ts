import { captureOutput, type LogOutlet, reportOwnMessages } from '../../engines/index.js';
import { messageOf } from '../../errors.js';
import { dieWithParent, disturbanceMeter } from '../../host/index.js';
import { Pauses } from '../pauses.js';
import { localBenchHost } from './local.js';
import type { BenchHost, BenchHostInit, FromBenchHost, ToBenchHost } from './protocol.js';
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

function start({ host, rootPid }: BenchHostInit): void {
  const log = new VisitLog((entry) => send({ kind: 'log', entry }));
  const outlet: LogOutlet = (level, message) => log.add({ time: Date.now(), level, message });
  captureOutput(outlet);
  process.send = reportOwnMessages(outlet);
  // Asked once, and not within a cold start that is measured.
  dieWithParent();
  const pauses = new Pauses();
  const benchHost = localBenchHost({ meter: disturbanceMeter(host, rootPid), log, pauses });
  process.on('message', (message: ToBenchHost) => {
    if (message.kind === 'paused') pauses.add(message.pause);
    if (message.kind === 'call') void answer(benchHost, message);
  });
  send({ kind: 'ready' });
}

async function answer(
  benchHost: BenchHost,
  { method, request }: Extract<ToBenchHost, { kind: 'call' }>,
): Promise<void> {
  try {
    send({ kind: 'returned', value: await benchHost[method](request as never) });
  } catch (thrown) {
    const name = thrown instanceof Error ? thrown.name : 'Error';
    send({ kind: 'threw', name, message: messageOf(thrown) });
  }
}

process.once('message', (message: ToBenchHost) => {
  if (message.kind === 'init') start(message.init);
});
