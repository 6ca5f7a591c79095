interface Hub {
  readonly listeners: Set<() => void>;
  readonly tell: () => void;
}

/**
 * One listener of each signal for all that wait for it: thousands of calls may share a signal, whose own list
 * would warn from eleven on and be searched for every one that leaves.
 */
const hubs = new WeakMap<AbortSignal, Hub>();

/** Calls the listener when the signal, which is not aborted yet, is; the function returned prevents it. */
export function onAbort(signal: AbortSignal, listener: () => void): () => void {
  const hub = hubs.get(signal) ?? openHub(signal);
  hub.listeners.add(listener);
  return () => {
    hub.listeners.delete(listener);
    if (hub.listeners.size > 0 || hubs.get(signal) !== hub) return;
    hubs.delete(signal);
    signal.removeEventListener('abort', hub.tell);
  };
}

function openHub(signal: AbortSignal): Hub {
  const listeners = new Set<() => void>();
  const tell = () => {
    hubs.delete(signal);
    for (const listener of listeners) listener();
  };
  const hub = { listeners, tell };
  hubs.set(signal, hub);
  signal.addEventListener('abort', tell, { once: true });
  return hub;
}
