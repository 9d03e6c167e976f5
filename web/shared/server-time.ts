// The server's clock as seen from here. Each answer that carries `now` gives a guess; the one with the shortest journey wins.

export class ServerTime {
  private offset = 0;
  private journey = Infinity;

  /** Learns from an answer: asked and answered are our own clock, in milliseconds. */
  learn(serverNow: string, asked: number, answered: number): void {
    const server = Date.parse(serverNow);
    const journey = Math.max(0, answered - asked);
    if (Number.isNaN(server)) return;
    const offset = server - (asked + journey / 2);
    // A clock that was set, or a laptop that slept, shows as a jump: then believe the newer answer.
    if (journey <= this.journey * 1.5 + 50 || Math.abs(offset - this.offset) > 5_000) {
      this.offset = offset;
      this.journey = journey;
    }
  }

  now(own: number = Date.now()): number {
    return own + this.offset;
  }
}
