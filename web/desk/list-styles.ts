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
  .strip {
    display: flex;
    align-items: center;
    gap: 5px;
    margin: -7px -10px 4px -14px;
    padding: 2px 10px 2px 14px;
    background: var(--alarm);
    color: var(--on-alarm);
    font-size: 12px;
    font-weight: 600;
  }
  .strip b {
    font-weight: 800;
    letter-spacing: 0.03em;
  }
  .urgent {
    background: var(--late-soft);
  }
  .urgent[aria-current] {
    box-shadow:
      inset 3px 0 var(--accent),
      inset 0 0 0 2px var(--alarm);
  }
  .row.urgent:hover,
  .row.urgent[aria-current] {
    background: var(--late-soft);
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
