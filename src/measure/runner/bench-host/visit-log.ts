import { counted } from '../../../stats/index.js';
import type { RunLogEntry } from '../run-log.js';

/** Lines of one visit that are kept; a scenario that prints in every task would fill the disk. */
export const LINES_A_VISIT = 1_000;

/** What is said during one visit after the other: so many lines of each, and how many more there were. */
export class VisitLog {
  private visit = '';
  private printer = 'host';
  private lines = 0;
  private last: RunLogEntry | undefined;

  constructor(private readonly take: (entry: RunLogEntry) => void) {}

  /** Ends the visit before. `printer`: whose words are those without an origin. */
  begin(visit: string, printer = 'host'): void {
    this.end();
    this.visit = visit;
    this.printer = printer;
  }

  add(entry: Omit<RunLogEntry, 'visit' | 'origin'> & { origin?: string }): void {
    const before = this.lines;
    const lines = entry.message.split('\n');
    this.lines += lines.length;
    this.last = { origin: this.printer, ...entry, visit: this.visit };
    const room = LINES_A_VISIT - before;
    if (room >= lines.length) this.take(this.last);
    else if (room > 0) this.take({ ...this.last, message: lines.slice(0, room).join('\n') });
    // At once: whoever ends the run meanwhile hears no number.
    if (before <= LINES_A_VISIT && this.lines > LINES_A_VISIT) this.say('… further lines are only counted');
  }

  end(): void {
    if (this.lines > LINES_A_VISIT) this.say(`… ${counted(this.lines - LINES_A_VISIT, 'more line')}`);
    this.lines = 0;
  }

  private say(message: string): void {
    this.take({ ...this.last!, level: 'warn', message });
  }
}
