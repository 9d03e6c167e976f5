// What the desk knows and can do, without any screen: who is signed in, the list, the open enquiry, alarms, offers; kept fresh by live events
// and by fetching every 20 seconds. Components read it, call it, and are told when it changed.
import { Again } from "../shared/again";
import type { DeskApi, ListQuery } from "../shared/api";
import type {
  Alarm,
  Cursor,
  Enquiry,
  EnquiryList,
  EnquiryRow,
  LiveEvent,
  Me,
  Presence,
} from "../shared/contract";
import { ApiError, words } from "../shared/http";
import { sameId } from "../shared/ids";
import { ServerTime } from "../shared/server-time";
import { Timers } from "../shared/timers";
import { Live, type LiveWorld } from "./live";
import { parse, type Route } from "./route";

const EVERY_MS = 20_000;
const SEARCH_MS = 250;
const TYPING_MS = 6_000;
const PAGES_AT_MOST = 10;

export interface Notice {
  id: number;
  text: string;
  bad: boolean;
}

export type Session = "starting" | "signed_out" | "signed_in";

export class Desk {
  readonly time = new ServerTime();
  session: Session = "starting";
  /** Why the sign-in page is shown, or what kept it from answering. */
  why = "";
  me: Me | null = null;
  route: Route = { page: "enquiries", view: "mine", id: null };
  q = "";
  closed = false;
  list: EnquiryList | null = null;
  offers: EnquiryRow[] = [];
  alarms: Alarm[] = [];
  open: Enquiry | null = null;
  /** Why the open enquiry cannot be shown. */
  openError = "";
  busy = false;
  /** False while what is shown may be old. */
  fresh = true;
  freshAt = 0;
  live = false;
  notices: Notice[] = [];
  readonly typing = new Set<string>();

  private pages = 1;
  private notes = 0;
  private readonly watchers = new Set<() => void>();
  private readonly timers = new Timers();
  private readonly listing = new Again(() => this.fetchList());
  private readonly opening = new Again(() => this.fetchOpen());
  private readonly wire: Live;

  constructor(
    readonly api: DeskApi,
    openSocket: (cursor: Cursor, on: Parameters<LiveWorld["open"]>[1]) => () => void,
  ) {
    this.wire = new Live({
      open: openSocket,
      fetch: () => this.fetchAll(),
      apply: (events) => this.apply(events),
      state: (live) => this.set({ live }),
      random: Math.random,
    });
  }

  watch(changed: () => void): () => void {
    this.watchers.add(changed);
    return () => this.watchers.delete(changed);
  }

  get now(): number {
    return this.time.now();
  }

  async start(path: string): Promise<void> {
    this.route = parse(path);
    try {
      await this.welcome(await this.api.me());
    } catch (error) {
      const signedOut = error instanceof ApiError && error.status === 401;
      this.set({ session: "signed_out", why: signedOut ? "" : words(error) });
    }
  }

  async signIn(email: string, password: string): Promise<void> {
    await this.welcome(await this.api.signIn(email, password));
  }

  async signOut(): Promise<void> {
    await this.attempt(() => this.api.signOut());
    this.leave("You are signed out.");
  }

  show(route: Route): void {
    const before = this.route;
    this.set({ route });
    if (route.page !== "enquiries") return;
    if (before.page !== "enquiries" || before.view !== route.view) this.relist();
    if (!sameId(this.open?.id, route.id)) this.set({ open: null, openError: "" });
    if (route.id !== null) void this.opening.run();
  }

  search(q: string, closed: boolean): void {
    this.set({ q, closed });
    this.timers.set("search", SEARCH_MS, () => this.relist());
  }

  more(): void {
    this.pages += 1;
    void this.listing.run();
  }

  async refresh(): Promise<void> {
    await Promise.all([this.listing.run(), this.opening.run()]);
  }

  async presence(presence: Presence): Promise<void> {
    await this.attempt(async () => this.set({ me: await this.api.presence(presence) }));
  }

  async seen(alarm: Alarm): Promise<void> {
    await this.attempt(async () => this.set({ alarms: (await this.api.seen(alarm.id)).alarms }));
    void this.refresh();
  }

  /** Does something to an enquiry; what it answers is shown at once. False, with a notice, where it was refused. */
  async change(work: () => Promise<unknown>, done = ""): Promise<boolean> {
    if (this.busy) return false;
    this.set({ busy: true });
    const good = await this.attempt(async () => this.adopt(await work()));
    this.set({ busy: false });
    if (good && done !== "") this.notice(done);
    void this.refresh();
    return good;
  }

  /** An answer that is the open enquiry takes its place. */
  adopt(answer: unknown): void {
    const enquiry = answer as Partial<Enquiry> | null;
    if (
      enquiry?.messages !== undefined &&
      this.route.page === "enquiries" &&
      sameId(enquiry.id, this.route.id)
    ) {
      this.set({ open: enquiry as Enquiry, openError: "" });
    }
  }

  notice(text: string, bad = false): void {
    const id = ++this.notes;
    this.set({ notices: [...this.notices.filter((notice) => notice.text !== text), { id, text, bad }] });
    if (!bad) this.timers.set(`notice ${id}`, 5_000, () => this.dismiss(id));
  }

  dismiss(id: number): void {
    this.set({ notices: this.notices.filter((notice) => notice.id !== id) });
  }

  /** The session ended elsewhere; drafts stay in this tab. */
  leave(why: string): void {
    this.wire.stop();
    this.timers.stopAll();
    this.set({ session: "signed_out", why, me: null, list: null, open: null, alarms: [], offers: [] });
  }

  private async welcome(me: Me): Promise<void> {
    this.set({ me, session: "signed_in", why: "" });
    const cursor = await this.fetchAll();
    if (cursor === null) this.set({ live: false });
    this.wire.start(cursor ?? 0);
    this.every();
  }

  private every(): void {
    this.timers.set("every", EVERY_MS, () => {
      if (!document.hidden || this.live) void this.refresh();
      this.every();
    });
  }

  private async fetchAll(): Promise<Cursor | null> {
    await this.refresh();
    return this.fresh ? (this.list?.cursor ?? null) : null;
  }

  private relist(): void {
    this.pages = 1;
    this.set({ list: null });
    void this.listing.run();
  }

  private async fetchList(): Promise<void> {
    if (this.session !== "signed_in") return;
    const { q, closed, route } = this;
    const view = route.page === "enquiries" ? route.view : "mine";
    try {
      const list = await this.fetchPages({ view, q, closed });
      const own =
        view === "mine" && q === "" ? list : await this.api.list({ view: "mine", q: "", closed: false });
      const same =
        this.route.page !== "enquiries" ||
        (this.route.view === view && this.q === q && this.closed === closed);
      this.set({
        ...(same ? { list } : {}),
        alarms: list.alarms,
        offers: own.items.filter((row) => row.offered_to_me),
        fresh: true,
        freshAt: Date.now(),
      });
    } catch (error) {
      this.failed(error);
    }
  }

  private async fetchPages(query: ListQuery): Promise<EnquiryList> {
    const asked = Date.now();
    const first = await this.api.list(query);
    this.time.learn(first.now, asked, Date.now());
    let last = first;
    const items = [...first.items];
    for (let page = 1; page < Math.min(this.pages, PAGES_AT_MOST) && last.next !== null; page += 1) {
      last = await this.api.list({ ...query, after: last.next });
      items.push(...last.items);
    }
    return { ...first, items, next: last.next };
  }

  private async fetchOpen(): Promise<void> {
    const id = this.route.page === "enquiries" ? this.route.id : null;
    if (id === null || this.session !== "signed_in") return;
    try {
      this.adopt(await this.api.enquiry(id));
    } catch (error) {
      if (error instanceof ApiError && [403, 404].includes(error.status))
        this.set({ open: null, openError: error.message });
      else this.failed(error);
    }
  }

  private failed(error: unknown): void {
    if (error instanceof ApiError && error.status === 401) {
      this.leave("You were signed out. Sign in again to go on; what you typed is kept.");
    } else this.set({ fresh: false });
  }

  private async attempt(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) this.failed(error);
      else this.notice(words(error), true);
      return false;
    }
  }

  private apply(events: LiveEvent[]): void {
    for (const event of events)
      if (event.kind === "typing" && event.enquiry !== null) this.writes(String(event.enquiry));
    const changes = events.filter((event) => event.kind !== "typing");
    if (changes.length === 0) return;
    void this.listing.run();
    const id = this.route.page === "enquiries" ? this.route.id : null;
    if (changes.some((event) => event.enquiry === null || sameId(event.enquiry, id))) void this.opening.run();
    if (changes.some((event) => event.kind === "presence"))
      void this.attempt(async () => this.set({ me: await this.api.me() }));
  }

  private writes(enquiry: string): void {
    this.typing.add(enquiry);
    this.timers.set(`typing ${enquiry}`, TYPING_MS, () => {
      this.typing.delete(enquiry);
      this.tell();
    });
    this.tell();
  }

  private set(state: Partial<Desk>): void {
    Object.assign(this, state);
    this.tell();
  }

  private tell(): void {
    for (const changed of this.watchers) changed();
  }
}
