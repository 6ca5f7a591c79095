/** Typed listeners without Node's EventEmitter, whose `error` event throws when nobody listens. */
export class Listeners<Events extends { [E in keyof Events]: (entry: never) => void }> {
  private readonly lists: { [E in keyof Events]?: Events[E][] } = {};

  add<E extends keyof Events>(event: E, listener: Events[E]): void {
    const list = this.lists[event] ?? [];
    list.push(listener);
    this.lists[event] = list;
  }

  /** Each of them. */
  addAll(listeners: Partial<Events>): void {
    for (const event of Object.keys(listeners) as (keyof Events)[]) this.add(event, listeners[event]!);
  }

  emit<E extends keyof Events>(event: E, entry: Parameters<Events[E]>[0]): void {
    for (const listener of this.lists[event] ?? []) listener(entry as never);
  }
}
