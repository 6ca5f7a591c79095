/** Behind the last chunk of a list. */
export const NO_CHUNK = -1;

/** The tasks of a pass, cut into chunks. */
export class Chunks {
  readonly count: number;
  readonly tasksInAll: number;
  /** The tasks' own time, ms, by chunk. */
  readonly ms: Float64Array;
  /** The chunk that follows in its worker's list. */
  readonly next: Int32Array;
  private readonly lastTasks: number;

  constructor(
    taskMs: readonly number[],
    private readonly size: number,
    slowdown = 1,
  ) {
    this.count = Math.ceil(taskMs.length / size);
    this.tasksInAll = taskMs.length;
    this.ms = new Float64Array(this.count);
    this.next = new Int32Array(this.count).fill(NO_CHUNK);
    this.lastTasks = taskMs.length - (this.count - 1) * size;
    for (let task = 0; task < taskMs.length; task++)
      this.ms[Math.floor(task / size)]! += taskMs[task]! * slowdown;
  }

  tasks(chunk: number): number {
    return chunk === this.count - 1 ? this.lastTasks : this.size;
  }

  /** Tasks, and their time, of so many chunks of a worker's list. */
  sumFrom(first: number, count: number): { chunks: number; tasks: number; ms: number } {
    let tasks = 0;
    let ms = 0;
    for (let chunk = first, left = count; left > 0; chunk = this.next[chunk]!, left--) {
      tasks += this.tasks(chunk);
      ms += this.ms[chunk]!;
    }
    return { chunks: count, tasks, ms };
  }

  /** What follows so many chunks of a worker's list. */
  behind(first: number, count: number): number {
    let chunk = first;
    for (let left = count; left > 0; left--) chunk = this.next[chunk]!;
    return chunk;
  }
}
