// Named timers: setting one again replaces it, so that a thing waited for is waited for once.

export class Timers {
  private readonly running = new Map<string, ReturnType<typeof setTimeout>>();

  /** Does `act` in so many milliseconds, unless `name` is set again or stopped first. */
  set(name: string, milliseconds: number, act: () => unknown): void {
    this.stop(name);
    const timer = setTimeout(() => {
      this.running.delete(name);
      act();
    }, milliseconds);
    this.running.set(name, timer);
  }

  has(name: string): boolean {
    return this.running.has(name);
  }

  stop(...names: string[]): void {
    for (const name of names) {
      clearTimeout(this.running.get(name));
      this.running.delete(name);
    }
  }

  stopAll(): void {
    this.stop(...this.running.keys());
  }
}
