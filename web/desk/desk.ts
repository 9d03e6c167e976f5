// What the desk knows and can do, without any screen: who is signed in, the list, the open enquiry, alarms, offers; kept fresh by live events
// and by fetching every 20 seconds. Components read it, call it, and are told when it changed.
import { Again } from "../shared/again";
import type { DeskApi } from "../shared/api";
import type {
  Alarm,
  Contact,
  Cursor,
  Enquiry,
  EnquiryList,
  EnquiryRow,
  Id,
  LiveEvent,
  Me,
  Presence,
} from "../shared/contract";
import { ApiError, words } from "../shared/http";
import { sameId } from "../shared/ids";
import { ServerTime } from "../shared/server-time";
import { Timers } from "../shared/timers";
import { Live, type LiveWorld } from "./live";
import { Notices } from "./notices";
import { fetchPages } from "./pages";
import { parse, type Route } from "./route";
import { Typing } from "./typing";

const EVERY_MS = 20_000;
const SEARCH_MS = 250;
const GATHER_MS = 250;
const SIGNED_OUT = "You were signed out. Sign in again to go on; what you typed is kept.";

export type Session = "starting" | "signed_out" | "signed_in";

export class Desk {
  readonly time = new ServerTime();
  readonly notices = new Notices(() => this.tell());
  readonly typing = new Typing(() => this.tell());
  session: Session = "starting";
  /** Why the sign-in page is shown. */
  why = "";
  me: Me | null = null;
  route: Route = { page: "enquiries", view: "mine", id: null };
  q = "";
  closed = false;
  list: EnquiryList | null = null;
  offers: EnquiryRow[] = [];
  alarms: Alarm[] = [];
  /** How much asks for me: offers, and what is mine with something unread. */
  asking = 0;
  open: Enquiry | null = null;
  /** Why the open enquiry cannot be shown. */
  openError = "";
  busy = false;
  /** False while what is shown may be old. */
  fresh = true;
  freshAt = 0;
  live = false;

  private pages = 1;
  private answering: string | null = null;
  private readonly watchers = new Set<() => void>();
  private readonly timers = new Timers();
  private readonly listing = new Again(() => this.fetchList());
  private readonly opening = new Again(() => this.fetchOpen());
  private readonly knowing = new Again(() => this.fetchMe());
  private readonly wire: Live;

  constructor(
    readonly api: DeskApi,
    openSocket: LiveWorld["open"],
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

  /** The server's clock, in milliseconds. */
  get now(): number {
    return this.time.now();
  }

  /** The id in the address, which may not be open yet. */
  get wanted(): string | null {
    return this.route.page === "enquiries" ? this.route.id : null;
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
    if (await this.attempt(() => this.api.signOut())) this.leave("You are signed out.");
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
    await Promise.all([this.listing.run(), this.opening.run(), this.knowing.run()]);
  }

  async presence(presence: Presence): Promise<void> {
    await this.attempt(async () => this.set({ me: await this.api.presence(presence) }));
  }

  /** I have this emergency in hand: it opens. */
  async seen(alarm: Alarm): Promise<void> {
    const { route } = this;
    const done = await this.attempt(async () => this.set({ alarms: (await this.api.seen(alarm.id)).alarms }));
    const view = route.page === "enquiries" ? route.view : "all";
    if (done) this.show({ page: "enquiries", view, id: String(alarm.enquiry) });
    void this.refresh();
  }

  /** Does something to an enquiry and shows what it answers. Raises `ApiError`, so that whoever asked can keep what was typed. */
  async perform<T>(work: () => Promise<T>, done = ""): Promise<T> {
    this.set({ busy: true });
    try {
      const answer = await work();
      this.adopt(answer);
      if (done !== "") this.notices.add(done);
      return answer;
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) this.leave(SIGNED_OUT);
      throw error;
    } finally {
      this.set({ busy: false });
      void this.refresh();
    }
  }

  /** The same where nothing was typed: a refusal is a notice. */
  async change(work: () => Promise<unknown>, done = ""): Promise<void> {
    if (!this.busy) await this.attempt(() => this.perform(work, done));
  }

  /** Keeps a call or a visit; what is mine of it opens. Raises `ApiError`, so that nothing typed is lost. */
  async log(own: string, contact: Contact): Promise<void> {
    const answer = await this.perform(() => this.api.log(own, contact));
    const { id, reference, mine } = answer;
    this.notices.add(
      reference === undefined ? "Logged. It went to those who may see it." : `Logged as ${reference}.`,
    );
    if (id === undefined || mine !== true || answer.state === "closed") return;
    this.answering = String(id);
    this.show({ page: "enquiries", view: "mine", id: String(id) });
    this.adopt(answer);
  }

  /** Makes an enquiry mine, opens it and asks for the composer. */
  async own(id: Id, work: () => Promise<Enquiry>): Promise<void> {
    if (this.busy) return;
    await this.attempt(async () => {
      const answer = await this.perform(work);
      const view = this.route.page === "enquiries" && this.route.view === "all" ? "all" : "mine";
      this.answering = String(id);
      this.show({ page: "enquiries", view, id: String(id) });
      this.adopt(answer);
    });
  }

  /** Whether this enquiry has just become mine and wants its composer; true once. */
  wantsComposer(id: Id): boolean {
    const wants = sameId(this.answering, id);
    if (wants) this.answering = null;
    return wants;
  }

  private async welcome(me: Me): Promise<void> {
    this.set({ me, session: "signed_in", why: "" });
    this.every();
    await this.wire.begin();
  }

  /** The session ended; drafts stay in this tab. */
  private leave(why: string): void {
    this.wire.stop();
    this.timers.stopAll();
    this.set({
      session: "signed_out",
      why,
      me: null,
      list: null,
      open: null,
      alarms: [],
      offers: [],
      asking: 0,
    });
  }

  private every(): void {
    this.timers.set("every", EVERY_MS, () => {
      void this.refresh();
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
    const query = { view, q, closed: closed && view === "all" };
    try {
      const list = await fetchPages(this.api, query, this.pages, this.time);
      const own =
        view === "mine" && q === "" ? list : await this.api.list({ view: "mine", q: "", closed: false });
      const asked =
        this.route.page !== "enquiries" ||
        (this.route.view === view && this.q === q && this.closed === closed);
      const offers = own.items.filter((row) => row.offered_to_me);
      const asking = own.items.filter((row) => row.offered_to_me || (row.mine && row.unread)).length;
      const { alarms } = list;
      this.set({ ...(asked ? { list } : {}), alarms, offers, asking, fresh: true, freshAt: Date.now() });
    } catch (error) {
      this.failed(error);
    }
  }

  private async fetchOpen(): Promise<void> {
    const id = this.wanted;
    if (id === null || this.session !== "signed_in") return;
    try {
      this.adopt(await this.api.enquiry(id));
    } catch (error) {
      const hidden = error instanceof ApiError && [403, 404].includes(error.status);
      if (hidden && this.wanted === id) this.set({ open: null, openError: error.message });
      else if (!hidden) this.failed(error);
    }
  }

  private async fetchMe(): Promise<void> {
    if (this.session !== "signed_in") return;
    await this.api.me().then(
      (me) => this.session === "signed_in" && this.set({ me }),
      (error: unknown) => this.failed(error),
    );
  }

  /** An answer that is the open enquiry takes its place. */
  private adopt(answer: unknown): void {
    const enquiry = answer as Partial<Enquiry> | null;
    if (enquiry?.messages === undefined || !sameId(enquiry.id, this.wanted)) return;
    this.set({ open: enquiry as Enquiry, openError: "", list: this.list && withRead(this.list, enquiry.id) });
  }

  private failed(error: unknown): void {
    if (error instanceof ApiError && error.status === 401) this.leave(SIGNED_OUT);
    else this.set({ fresh: false });
  }

  private async attempt(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) this.failed(error);
      else this.notices.add(words(error), true);
      return false;
    }
  }

  /** Many events close together are one fetch. */
  private apply(events: LiveEvent[]): void {
    this.typing.apply(events);
    const changes = events.filter(({ kind }) => kind !== "typing");
    if (changes.length > 0 && !this.timers.has("gather"))
      this.timers.set("gather", GATHER_MS, () => void this.refresh());
  }

  private set(state: Partial<Desk>): void {
    Object.assign(this, state);
    this.tell();
  }

  private tell(): void {
    for (const changed of this.watchers) changed();
  }
}

/** What is open is read; the server says so too, with the next list. */
function withRead(list: EnquiryList, id: Id | undefined): EnquiryList {
  return { ...list, items: list.items.map((row) => (sameId(row.id, id) ? { ...row, unread: false } : row)) };
}
