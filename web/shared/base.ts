// The few styles that every component shares: resets, focus ring, buttons, fields, chips.
import { css } from "lit";

export const base = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  [hidden] {
    display: none !important;
  }
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd,
  figure {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  a {
    color: var(--accent);
    text-underline-offset: 2px;
  }
  :focus-visible {
    outline: 2px solid var(--focus);
    outline-offset: 2px;
    border-radius: var(--radius-s);
  }
  button,
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
  }
  button {
    cursor: pointer;
  }
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--s2);
    min-height: 32px;
    padding: 0 var(--s3);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-s);
    background: var(--surface);
    color: var(--ink);
    font-weight: 550;
    white-space: nowrap;
    text-decoration: none;
  }
  .button:hover {
    background: var(--hover);
  }
  .button.primary {
    border-color: var(--accent);
    background: var(--accent);
    color: var(--on-accent);
  }
  .button.primary:hover {
    background: var(--accent-hover);
  }
  .button.quiet {
    border-color: transparent;
    background: none;
  }
  .button.quiet:hover {
    background: var(--hover);
  }
  .button.icon {
    min-width: 32px;
    padding: 0;
  }
  .button:disabled,
  .button[aria-disabled="true"] {
    opacity: 0.6;
    cursor: default;
  }
  .field {
    width: 100%;
    min-height: 36px;
    padding: 6px 10px;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-s);
    background: var(--surface);
    color: var(--ink);
  }
  .field::placeholder {
    color: var(--ink-3);
    opacity: 1;
  }
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    padding: 0 6px;
    border-radius: 4px;
    background: var(--hover);
    color: var(--ink-2);
    font-size: 12px;
    font-weight: 550;
    line-height: 18px;
    white-space: nowrap;
  }
  .chip.late {
    background: var(--late-soft);
    color: var(--late);
  }
  .chip.soon {
    background: var(--soon-soft);
    color: var(--soon);
  }
  .chip.ok {
    background: var(--ok-soft);
    color: var(--ok);
  }
  .chip.bot {
    background: var(--bot);
    color: var(--bot-ink);
  }
  .hush {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .words {
    white-space: pre-wrap;
  }
  svg {
    flex: none;
  }
`;
