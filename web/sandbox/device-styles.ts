// What all devices look alike in.
import { css } from "lit";

export const deviceStyles = css`
  :host {
    display: flex;
    flex: 1;
    flex-direction: column;
    min-height: 0;
  }
  .log {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    padding: var(--s3);
  }
  .log:focus-visible {
    outline-offset: -3px;
  }
  .empty {
    padding: var(--s6) var(--s3);
    color: var(--ink-2);
    text-align: center;
  }
  .problem {
    padding: 6px 14px;
    background: var(--late-soft);
    color: var(--late);
    font-size: 13px;
  }
  .failed {
    color: var(--late);
    font-weight: 600;
  }
  .read {
    color: var(--focus);
  }
  form {
    display: flex;
    align-items: flex-end;
    gap: var(--s2);
    padding: var(--s2) var(--s3) var(--s3);
    border-top: 1px solid var(--line);
  }
  textarea {
    flex: 1;
    min-width: 0;
    border: 1px solid var(--line-strong);
    background: var(--surface);
    resize: none;
    field-sizing: content;
  }
  textarea::placeholder {
    color: var(--ink-3);
    opacity: 1;
  }
`;
