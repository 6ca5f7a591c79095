import { messageOf, UsageError } from '../../../errors.js';

/** The system gives the port, and nobody beyond this machine reaches it. */
const PORT = 0;
const HOST = '127.0.0.1';

let hasWaited = false;

/**
 * Opens this thread to a debugger (Node says where on stderr) and returns when one has attached, stopped here. Once: a
 * debugger that is attached says but once that it is.
 * @throws UsageError where this Node cannot.
 */
export async function waitForDebugger(): Promise<void> {
  if (hasWaited) return;
  hasWaited = true;
  try {
    const inspector = await import('node:inspector');
    if (inspector.url() === undefined) inspector.open(PORT, HOST);
    inspector.waitForDebugger();
  } catch (thrown) {
    throw new UsageError(
      `Node ${process.versions.node} cannot open this worker to a debugger (${messageOf(thrown)}): use --engine processes or --engine serial.`,
      { cause: thrown },
    );
  }
  // biome-ignore lint/suspicious/noDebugger: here the user's debugger stops, before anything is loaded
  debugger;
}
