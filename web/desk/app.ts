// <desk-app>: puts the desk together: signed out or in, which pane is where, links inside the desk, the keyboard, the window's title.
import { html, type PropertyValues } from "lit";
import { customElement, state } from "lit/decorators.js";
import { icon } from "../shared/icons";
import { takeUp } from "./actions";
import type { DeskContact } from "./contact";
import { DeskElement } from "./element";
import type { DeskHelp } from "./help";
import type { DeskList } from "./list";
import { hrefOf, listHref, parse, sameRoute } from "./route";
import { shortcut, shortcutsOn, type Shortcut } from "./shortcuts";
import type { DeskThread } from "./thread";
import { titleOf } from "./title";
import { Heard, play, soundOn } from "./tone";
import "./banners";
import "./contact";
import "./help";
import "./list";
import "./panel";
import "./sign-in";
import "./thread";
import "./top";
import "./trouble";

@customElement("desk-app")
export class DeskApp extends DeskElement {
  @state() private details = false;
  private readonly heard = new Heard();

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener("click", this.clicked);
    this.addEventListener("details", () => (this.details = !this.details));
    this.addEventListener("log", () => this.querySelector<DeskContact>("desk-contact")?.show());
    this.addEventListener("help", () => this.querySelector<DeskHelp>("desk-help")?.show());
    window.addEventListener("popstate", () => this.arrive());
    window.addEventListener("keydown", this.pressed);
    window.addEventListener("online", () => void this.desk.refresh());
    document.addEventListener("visibilitychange", () => document.hidden || void this.desk.refresh());
  }

  go(href: string): void {
    if (href !== location.pathname) history.pushState(null, "", href);
    this.arrive();
  }

  protected override render() {
    const { session, route } = this.desk;
    if (session === "starting") return html`<p class="starting" role="status">Opening the desk…</p>`;
    if (session === "signed_out") return html`<desk-sign-in .desk=${this.desk}></desk-sign-in>`;
    return html`
      <nav aria-label="Skip"><a class="skip" href="#thread" @click=${this.skip}>To the conversation</a></nav>
      <desk-top .desk=${this.desk}></desk-top>
      <desk-banners .desk=${this.desk}></desk-banners>
      ${route.page === "trouble" ? html`<main class="wide"><desk-trouble .desk=${this.desk}></desk-trouble></main>` : this.panes(route.id)}
      <div class="notices" role="status">${this.notices()}</div>
      <desk-help></desk-help>
      <desk-contact .desk=${this.desk}></desk-contact>
    `;
  }

  /** The list is the main part until something is open. */
  private panes(id: string | null) {
    const bare = id === null;
    return html`<div class="panes ${bare ? "at-list" : "at-thread"} ${this.details ? "with-details" : ""}">
      <div class="left" tabindex="-1" role=${bare ? "main" : "complementary"} aria-label="Enquiries">
        <desk-list .desk=${this.desk}></desk-list>
      </div>
      <div
        class="middle"
        id="thread"
        tabindex="-1"
        role=${bare ? "complementary" : "main"}
        aria-label="Conversation"
      >
        <desk-thread .desk=${this.desk}></desk-thread>
      </div>
      <aside class="panel" aria-label="Person and enquiry">
        <desk-panel .desk=${this.desk} tabindex="0"></desk-panel>
      </aside>
    </div>`;
  }

  private notices() {
    return this.desk.notices.list.map(
      ({ id, text, bad }) =>
        html`<p class="notice ${bad ? "bad" : ""}">
          ${bad ? icon("alarm") : icon("tick")}<span>${text}</span>
          <button
            class="button quiet icon"
            aria-label="Dismiss"
            @click=${() => this.desk.notices.dismiss(id)}
          >
            ${icon("cross", 12)}
          </button>
        </p>`,
    );
  }

  protected override updated(changes: PropertyValues): void {
    super.updated(changes);
    document.title = titleOf(this.desk);
    this.followRoute();
    if (this.desk.session === "signed_in" && this.desk.freshAt > 0) this.sound();
  }

  /** What has become mine is opened without a link: the address follows. */
  private followRoute(): void {
    const { route, session } = this.desk;
    if (session !== "signed_in" || sameRoute(parse(location.pathname), route)) return;
    history.pushState(null, "", hrefOf(route));
    this.details = false;
  }

  private sound(): void {
    if (this.heard.news(this.desk.alarms) && soundOn()) play();
  }

  private arrive(): void {
    this.details = false;
    this.desk.show(parse(location.pathname));
    void this.updateComplete.then(() => this.keepFocus());
  }

  /** On a small screen the pane with the focus goes away: the one that comes gets it. */
  private keepFocus(): void {
    if (document.activeElement !== document.body) return;
    this.querySelector<HTMLElement>(this.desk.wanted === null ? ".left" : ".middle")?.focus();
  }

  /** Links inside the desk are followed without loading the page; new tabs and other places as ever. */
  private readonly clicked = (event: MouseEvent): void => {
    if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey)
      return;
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    if (
      !link ||
      link.target !== "" ||
      link.origin !== location.origin ||
      !link.pathname.startsWith("/desk") ||
      link.hash !== ""
    )
      return;
    event.preventDefault();
    this.go(link.pathname);
  };

  private readonly skip = (event: Event): void => {
    event.preventDefault();
    this.querySelector<HTMLElement>("#thread")?.focus();
  };

  private readonly pressed = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || this.desk.session !== "signed_in" || !shortcutsOn()) return;
    const [target] = event.composedPath();
    const { key, ctrlKey, metaKey, altKey } = event;
    const meant = shortcut({
      key,
      ctrlKey,
      metaKey,
      altKey,
      taken: target instanceof HTMLElement && takes(target),
    });
    if (meant === null) return;
    event.preventDefault();
    this.act(meant);
  };

  private act(meant: Shortcut): void {
    const list = this.querySelector<DeskList>("desk-list");
    const thread = this.querySelector<DeskThread>("desk-thread");
    const { route } = this.desk;
    const acts: Record<Shortcut, () => unknown> = {
      next: () => list?.move(1),
      previous: () => list?.move(-1),
      reply: () => thread?.compose("reply"),
      note: () => thread?.compose("note"),
      take: () => takeUp(this.desk),
      log: () => this.querySelector<DeskContact>("desk-contact")?.show(),
      find: () => list?.find(),
      help: () => this.querySelector<DeskHelp>("desk-help")?.show(),
      back: () =>
        this.details
          ? (this.details = false)
          : this.go(listHref(route.page === "enquiries" ? route.view : "mine")),
    };
    void acts[meant]();
  }
}

/** Whether an element uses plain keys itself. */
function takes(element: HTMLElement): boolean {
  return (
    document.querySelector("dialog[open]") !== null ||
    element.isContentEditable ||
    element.matches("textarea, select, input:not([type=checkbox], [type=radio]), [role=menu] *")
  );
}
