/** Settles as the promise does, or rejects with the signal's reason as soon as it is aborted. */
export async function untilAborted<T>(
  promise: Promise<T>,
  signal: AbortSignal | undefined,
  onAbort: () => void,
): Promise<T> {
  if (!signal) return promise;
  let leave: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    const abort = () => {
      onAbort();
      reject(signal.reason);
    };
    if (signal.aborted) abort();
    else {
      signal.addEventListener('abort', abort, { once: true });
      leave = () => signal.removeEventListener('abort', abort);
    }
  });
  // Whoever loses the race may reject later, with nobody left to hear it.
  promise.catch(() => undefined);
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    leave();
  }
}
