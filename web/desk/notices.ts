// Short words to the colleague: what went well goes by itself, what went wrong stays until it is dismissed.
import { Timers } from "../shared/timers";

export interface Notice {
  id: number;
  text: string;
  bad: boolean;
}

const SHOWN_MS = 5_000;

export class Notices {
  list: readonly Notice[] = [];
  private last = 0;
  private readonly timers = new Timers();

  constructor(private readonly changed: () => void) {}

  /** The same words again replace themselves. */
  add(text: string, bad = false): void {
    const id = ++this.last;
    this.put([...this.list.filter((notice) => notice.text !== text), { id, text, bad }]);
    if (!bad) this.timers.set(String(id), SHOWN_MS, () => this.dismiss(id));
  }

  dismiss(id: number): void {
    this.put(this.list.filter((notice) => notice.id !== id));
  }

  private put(list: readonly Notice[]): void {
    this.list = list;
    this.changed();
  }
}
