import type { Chunk } from '../session/index.js';

/** The tasks of a chunk, each in a chunk of its own: where one of them cannot be sent, the others can. */
export function oneByOne({ first, tasks, call, transfer, transferEach }: Chunk): Chunk[] {
  return tasks.map((task, position) => {
    // A task that took along what belongs to another would leave it empty.
    const moved = transferEach?.[position] ?? transfer;
    return {
      first: first + position,
      tasks: [task],
      ...(call && { call }),
      ...(moved && { transfer: moved }),
    };
  });
}
