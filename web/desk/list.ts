// <desk-list>: the left pane. Mine, waiting and all with their counts, search, and the rows in the server's order.
import { html, nothing, type PropertyValues } from "lit";
import { customElement } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { EnquiryList, View } from "../shared/contract";
import { base } from "../shared/base";
import { icon } from "../shared/icons";
import { sameId } from "../shared/ids";
import { accept, decline } from "./actions";
import { DeskElement } from "./element";
import { type Group, groups } from "./groups";
import { listStyles } from "./list-styles";
import { listHref } from "./route";
import { row } from "./row";
import "./countdown";

const VIEWS: [View, string][] = [
  ["mine", "Mine"],
  ["waiting", "Waiting"],
  ["all", "All"],
];

const EMPTY: Record<View, [string, string]> = {
  mine: ["Nothing is yours just now", "Offers appear here. You can also take something from Waiting."],
  waiting: ["Nobody is waiting", "Every enquiry has somebody who looks after it."],
  all: ["No open enquiries", "Closed ones can be shown with the box above."],
};

@customElement("desk-list")
export class DeskList extends DeskElement {
  static override styles = [base, listStyles];
  protected override readonly ticks = true;
  private focusedHref: string | null = null;

  /** Moves the focus through the rows; from nowhere it begins at the open one. */
  move(step: 1 | -1): void {
    const links = [...this.renderRoot.querySelectorAll<HTMLElement>("a.row")];
    const focused = links.indexOf(this.shadowRoot?.activeElement as HTMLElement);
    const open = links.findIndex((link) => link.ariaCurrent === "true");
    const from = focused >= 0 ? focused : open >= 0 ? open : step > 0 ? -1 : links.length;
    links[Math.min(links.length - 1, Math.max(0, from + step))]?.focus();
  }

  /** Rows that change places take the focus along. */
  protected override willUpdate(changes: PropertyValues): void {
    super.willUpdate(changes);
    const focused = this.shadowRoot?.activeElement;
    this.focusedHref = focused?.matches("a.row") ? focused.getAttribute("href") : null;
  }

  protected override updated(): void {
    if (this.focusedHref === null || this.shadowRoot?.activeElement) return;
    this.renderRoot.querySelector<HTMLElement>(`a.row[href="${CSS.escape(this.focusedHref)}"]`)?.focus();
  }

  find(): void {
    this.renderRoot.querySelector("input")?.focus();
  }

  private get view(): View {
    return this.desk.route.page === "enquiries" ? this.desk.route.view : "mine";
  }

  protected override render() {
    const { list, q, closed } = this.desk;
    return html`
      ${this.desk.wanted === null ? html`<h1 class="hush">Enquiries</h1>` : nothing}
      <nav aria-label="Lists">${VIEWS.map(([view, label]) => this.tab(view, label))}</nav>
      <search>
        <div class="find">
          ${icon("search", 14)}
          <input
            class="field"
            type="search"
            aria-label="Search enquiries"
            placeholder="Search"
            .value=${q}
            @input=${this.typed}
          />
        </div>
        ${
          this.view === "all"
            ? html`<label class="closed"
                ><input type="checkbox" .checked=${closed} @change=${this.ticked} />Closed</label
              >`
            : nothing
        }
      </search>
      <div class="rows">${list === null ? this.waiting() : this.rows(list)}</div>
    `;
  }

  private tab(view: View, label: string) {
    const count = this.desk.list?.counts[view];
    return html`<a
      href=${listHref(view)}
      aria-current=${this.desk.route.page === "enquiries" && view === this.view ? "page" : nothing}
    >
      ${label}${count === undefined ? nothing : html`<span class="count">${count}</span>`}
    </a>`;
  }

  private waiting() {
    if (!this.desk.fresh)
      return html`<p class="empty"><strong>The list cannot be loaded</strong>We keep trying.</p>`;
    return html`<div aria-busy="true">
      <span class="hush">Loading</span>${[1, 2, 3, 4, 5].map(() => html`<div class="ghost"></div>`)}
    </div>`;
  }

  private rows(list: EnquiryList) {
    if (list.items.length === 0) return this.empty();
    const found = groups(list.items, this.desk.time.now());
    return html`${repeat(
      found,
      ({ key }) => key,
      (group) => this.group(group, found.length === 1),
    )}
    ${list.next === null ? nothing : html`<button class="button quiet more" @click=${() => this.desk.more()}>Show more</button>`}`;
  }

  /** Where there is nothing but ordinary rows, no heading is needed. */
  private group({ key, title, rows }: Group, alone: boolean) {
    const { typing, time, wanted, busy } = this.desk;
    return html`<section class="group ${key}">
      ${
        alone && key === "rest"
          ? nothing
          : html`<h2>
              ${key === "emergency" || key === "overdue" ? icon(key === "overdue" ? "clock" : "alarm", 13) : nothing}
              ${title} <span class="count">${rows.length}</span>
            </h2>`
      }
      <ul aria-label=${title}>
        ${repeat(
          rows,
          ({ id }) => id,
          (item) =>
            row(item, {
              view: this.view,
              open: sameId(item.id, wanted),
              typing: typing.has(item.id),
              time,
              busy,
              accept: () => accept(this.desk, item.id),
              decline: () => decline(this.desk, item.id),
            }),
        )}
      </ul>
    </section>`;
  }

  private empty() {
    if (this.desk.q !== "")
      return html`<p class="empty">
        <strong>Nothing found</strong>No enquiry here matches “${this.desk.q}”.
      </p>`;
    const [title, text] = EMPTY[this.view];
    return html`<p class="empty"><strong>${title}</strong>${text}</p>`;
  }

  private readonly typed = (event: Event): void => {
    this.desk.search((event.target as HTMLInputElement).value, this.desk.closed);
  };

  private readonly ticked = (event: Event): void => {
    this.desk.search(this.desk.q, (event.target as HTMLInputElement).checked);
  };
}
