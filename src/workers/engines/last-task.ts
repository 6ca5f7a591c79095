let read: () => number | undefined = () => undefined;

/** Tells how the index of the task that was begun last is read from now on. */
export function runsHere(lastBegun: () => number | undefined): void {
  read = lastBegun;
}

/** Outcome index of the task that was begun last on this thread, in whichever session; undefined where none was. */
export function lastTaskHere(): number | undefined {
  return read();
}
