/** Longer than this a timer would fire at once, ms. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * What `promise` comes to. Where it has not settled after so many ms, rejects with the error; what it comes to later
 * goes unheard. The time keeps the program running: a promise that nothing will ever settle does not. A synchronous
 * loop holds it up. undefined: `promise` takes as long as it likes.
 */
export async function within<T>(
  promise: Promise<T>,
  limitMs: number | undefined,
  error: (limitMs: number) => Error,
): Promise<T> {
  if (limitMs === undefined) return promise;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(error(limitMs)), Math.min(limitMs, LONGEST_TIMER_MS));
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
