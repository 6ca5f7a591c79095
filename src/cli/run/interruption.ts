import { constants } from 'node:os';

/** Ctrl-C, what ends a process in order, and a terminal that is gone. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Interruption {
  /** Aborted by the first signal; the second ends the process at once. */
  readonly signal: AbortSignal;
  /** 128 and the number of the first signal, as shells have it: 130 for Ctrl-C, 143 for SIGTERM, 129 for SIGHUP. */
  readonly exitCode: number;
  /** Back to the system's own handling, which ends the process at once. Idempotent. */
  end(): void;
}

export function listenForInterruption(onFirst: () => void): Interruption {
  const controller = new AbortController();
  let exitCode = 0;
  const interrupt = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) process.exit(exitCode);
    exitCode = 128 + constants.signals[name];
    controller.abort();
    onFirst();
  };
  for (const signal of signals) process.on(signal, interrupt);
  return {
    signal: controller.signal,
    get exitCode() {
      return exitCode;
    },
    end: () => {
      for (const signal of signals) process.off(signal, interrupt);
    },
  };
}
