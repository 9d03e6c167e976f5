// Runs one thing at a time: whoever asks while it runs gets one more run afterwards, however many asked.

export class Again {
  private running: Promise<void> | null = null;
  private next: Promise<void> | null = null;

  constructor(private readonly work: () => Promise<void>) {}

  /** Settles after a run that began no earlier than this call. */
  run(): Promise<void> {
    if (this.running === null) {
      this.running = this.work().finally(() => (this.running = null));
      return this.running;
    }
    this.next ??= this.running
      .catch(() => undefined)
      .then(() => {
        this.next = null;
        return this.run();
      });
    return this.next;
  }
}
