// How the right pane looks: dense facts, small headings.
import { css } from "lit";

export const panelStyles = css`
  :host {
    display: block;
    overflow-y: auto;
    border-left: 1px solid var(--line);
    background: var(--surface);
    font-size: 13px;
  }
  .head {
    display: none;
    align-items: center;
    justify-content: space-between;
    padding: var(--s1) var(--s2) var(--s1) var(--s4);
    border-bottom: 1px solid var(--line);
  }
  .head h2 {
    font-size: 15px;
  }
  section {
    padding: var(--s3) var(--s4);
    border-bottom: 1px solid var(--line);
  }
  h3,
  summary {
    display: flex;
    align-items: center;
    gap: 6px;
    color: var(--ink-2);
    font-size: 12px;
    font-weight: 650;
  }
  h3 {
    margin-bottom: var(--s1);
  }
  summary {
    min-height: 24px;
    cursor: pointer;
    list-style: none;
  }
  summary::-webkit-details-marker {
    display: none;
  }
  details:not([open]) summary svg {
    transform: rotate(-90deg);
  }
  .summary {
    background: var(--bot);
  }
  .summary h3 {
    color: var(--bot-ink);
  }
  .summary p {
    font-size: 14px;
    white-space: pre-wrap;
  }
  .down {
    display: flex;
    gap: var(--s2);
    padding: var(--s2) var(--s4);
    background: var(--soon-soft);
    color: var(--soon);
    font-weight: 550;
  }
  .big {
    font-size: 15px;
    font-weight: 650;
    overflow-wrap: anywhere;
  }
  .money {
    font-variant-numeric: tabular-nums;
  }
  .money small {
    font-size: 13px;
    font-weight: 500;
  }
  .owed {
    color: var(--late);
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    margin: 3px 0;
  }
  dl {
    display: grid;
    grid-template-columns: 84px 1fr;
    gap: 2px var(--s2);
    margin-top: var(--s1);
  }
  dt {
    color: var(--ink-3);
  }
  dd {
    overflow-wrap: anywhere;
  }
  .lines {
    display: grid;
    gap: 6px;
  }
  .lines li {
    display: grid;
    overflow-wrap: anywhere;
  }
  .lines b {
    font-weight: 600;
  }
  .lines span {
    color: var(--ink-2);
  }
  .split {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--s2);
  }
  .count {
    padding: 0 5px;
    border-radius: 8px;
    background: var(--hover);
    font-size: 11px;
    line-height: 16px;
  }
  table {
    width: 100%;
    margin: var(--s1) 0;
    border-collapse: collapse;
  }
  th {
    color: var(--ink-3);
    font-size: 12px;
    font-weight: 500;
    text-align: start;
  }
  th:last-child,
  td:last-child {
    font-variant-numeric: tabular-nums;
    text-align: end;
    vertical-align: top;
  }
  td {
    padding: 3px 0;
    border-top: 1px solid var(--line);
  }
  td small {
    display: block;
    color: var(--ink-2);
    font-size: 12px;
  }
  .small {
    color: var(--ink-2);
    font-size: 12px;
  }
  .none {
    color: var(--ink-3);
  }
  :host > .none,
  p.none:only-child {
    padding: var(--s5) var(--s4);
  }
  @media (width < 1180px) {
    .head {
      display: flex;
    }
  }
`;
