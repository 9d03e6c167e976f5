// How the list looks.
import { css } from "lit";

export const listStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    border-right: 1px solid var(--line);
    background: var(--surface);
  }
  nav {
    display: flex;
    padding: 0 var(--s2);
    border-bottom: 1px solid var(--line);
  }
  nav a {
    display: flex;
    flex: 1;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-height: 40px;
    border-bottom: 2px solid transparent;
    color: var(--ink-2);
    font-weight: 550;
    text-decoration: none;
  }
  nav a:hover {
    color: var(--ink);
  }
  nav a[aria-current] {
    border-bottom-color: var(--accent);
    color: var(--ink);
    font-weight: 650;
  }
  .count {
    min-width: 20px;
    padding: 0 6px;
    border-radius: 9px;
    background: var(--hover);
    font-size: 12px;
    font-variant-numeric: tabular-nums;
    line-height: 18px;
    text-align: center;
  }
  search {
    display: flex;
    align-items: center;
    gap: var(--s2);
    padding: var(--s2);
    border-bottom: 1px solid var(--line);
  }
  .find {
    position: relative;
    flex: 1;
  }
  .find svg {
    position: absolute;
    top: 9px;
    left: 9px;
    color: var(--ink-3);
    pointer-events: none;
  }
  .find input {
    min-height: 32px;
    padding: 4px 8px 4px 30px;
  }
  search label.closed {
    display: flex;
    align-items: center;
    gap: 4px;
    min-height: 24px;
    color: var(--ink-2);
    font-size: 12px;
  }
  .rows {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
  }
  .row {
    position: relative;
    display: grid;
    gap: 1px;
    padding: 7px 10px 8px 14px;
    border-bottom: 1px solid var(--line);
    color: var(--ink);
    text-decoration: none;
  }
  .row:hover {
    background: var(--hover);
  }
  .row[aria-current] {
    background: var(--selected);
    box-shadow: inset 3px 0 var(--accent);
  }
  .row:focus-visible {
    outline-offset: -2px;
  }
  .line {
    display: flex;
    align-items: center;
    gap: 6px;
    min-width: 0;
    min-height: 20px;
  }
  .who {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .unread .who {
    font-weight: 700;
  }
  .unread .snippet {
    color: var(--ink);
  }
  .dot {
    display: inline-block;
    width: 8px;
    height: 8px;
    margin-right: 6px;
    border-radius: 50%;
    background: var(--accent);
  }
  .way {
    display: inline-flex;
    color: var(--ink-3);
  }
  .age,
  .state {
    color: var(--ink-3);
    font-size: 12px;
    white-space: nowrap;
  }
  .offered .state {
    color: var(--accent);
    font-weight: 650;
  }
  .left {
    font-variant-numeric: tabular-nums;
  }
  .topic {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    color: var(--ink-2);
    font-size: 13px;
    font-weight: 550;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .snippet {
    overflow: hidden;
    color: var(--ink-3);
    font-size: 13px;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .group h2 {
    position: sticky;
    top: 0;
    z-index: 2;
    display: flex;
    align-items: center;
    gap: 6px;
    padding: 3px 10px 3px 14px;
    border-bottom: 1px solid var(--line);
    background: var(--sunken);
    color: var(--ink-2);
    font-size: 12px;
    font-weight: 650;
  }
  .group h2 .count {
    line-height: 16px;
  }
  .emergency h2 {
    border-bottom-color: transparent;
    background: var(--alarm);
    color: var(--on-alarm);
    font-weight: 750;
  }
  .emergency h2 .count {
    background: rgb(0 0 0 / 28%);
  }
  .offered h2 {
    background: var(--accent-soft);
    color: var(--ink);
  }
  .overdue h2 {
    background: var(--late-soft);
    color: var(--late);
  }
  .offered .count,
  .overdue .count {
    background: var(--surface);
  }
  .answer {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: var(--s2);
    padding: 4px 10px 8px 14px;
    border-bottom: 1px solid var(--line);
  }
  .answer .button {
    min-height: 28px;
  }
  .row.offered {
    border-bottom: 0;
  }
  .overdue .row {
    box-shadow: inset 3px 0 var(--late);
  }
  .strip {
    display: flex;
    align-items: center;
    gap: 5px;
    min-width: 0;
    color: var(--late);
    font-size: 12px;
    font-weight: 700;
  }
  .kind {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .life .strip {
    justify-self: start;
    max-width: 100%;
    padding: 0 6px 0 5px;
    border-radius: 4px;
    background: var(--alarm);
    color: var(--on-alarm);
  }
  .urgent {
    background: var(--late-soft);
    box-shadow: inset 3px 0 var(--alarm);
  }
  .row.urgent:hover {
    background: color-mix(in srgb, var(--late-soft) 88%, var(--ink));
  }
  .row.urgent[aria-current] {
    background: var(--late-soft);
    box-shadow:
      inset 3px 0 var(--accent),
      inset 0 0 0 2px var(--alarm);
  }
  .row.overdue[aria-current] {
    box-shadow: inset 3px 0 var(--accent);
  }
  .urgent .topic,
  .urgent .snippet,
  .urgent .state,
  .urgent .way {
    color: var(--ink);
  }
  .empty {
    padding: var(--s6) var(--s5);
    color: var(--ink-2);
    text-align: center;
  }
  .empty strong {
    display: block;
    color: var(--ink);
  }
  .ghost {
    height: 70px;
    border-bottom: 1px solid var(--line);
    background:
      linear-gradient(var(--hover) 0 0) 14px 14px / 45% 10px no-repeat,
      linear-gradient(var(--hover) 0 0) 14px 34px / 70% 10px no-repeat,
      linear-gradient(var(--hover) 0 0) 14px 52px / 60% 8px no-repeat;
  }
  .more {
    width: 100%;
    margin: var(--s2) 0;
  }
`;
