import { type Ended, type Started, startCorewise } from './command-line.js';

/** A process that is a machine of its own to a session, with one thread. */
export class Machine {
  private constructor(
    private readonly started: Started,
    private readonly told: { text: string },
  ) {}

  /** Resolves once sessions can use it; `more`: variables beside those of the test. */
  static async start(
    name: string,
    folder: string,
    url: string,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Machine> {
    const args = ['worker', '--name', name, '--threads', '1'];
    const started = startCorewise(args, folder, { REDIS_URL: url, ...more });
    const told = { text: '' };
    started.child.stderr!.on('data', (text) => {
      told.text += String(text);
    });
    const machine = new Machine(started, told);
    await machine.says(/is ready/);
    return machine;
  }

  /** Resolves when it has, from its start on. Rejects where it ends without. */
  says(what: RegExp): Promise<void> {
    return new Promise((said, refuse) => {
      const look = () => what.test(this.told.text) && said();
      look();
      this.started.child.stderr!.on('data', look);
      void this.started.ended.then(({ stderr }) => refuse(new Error(stderr)));
    });
  }

  /** How it ended. */
  end(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> {
    this.started.child.kill(signal);
    return this.started.ended;
  }
}
