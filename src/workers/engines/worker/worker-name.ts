/** As debuggers and process lists show a worker. */
export function workerName({ name = 'corewise', worker }: { name?: string; worker: number }): string {
  return `${name}-${worker + 1}`;
}
