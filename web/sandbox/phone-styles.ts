// How a sandbox phone looks.
import { css } from "lit";

export const phoneStyles = css`
  :host {
    display: block;
    width: 320px;
    flex: none;
  }
  article {
    display: flex;
    flex-direction: column;
    height: var(--phone-height, 640px);
    overflow: hidden;
    border: 6px solid #22292a;
    border-radius: 30px;
    background: var(--surface);
  }
  header {
    display: flex;
    align-items: center;
    gap: var(--s2);
    padding: 10px 10px 8px 16px;
  }
  header div {
    display: grid;
    flex: 1;
  }
  header b {
    font-weight: 650;
  }
  header span {
    color: var(--ink-2);
    font-size: 12px;
  }
  dl,
  .nobody {
    padding: 6px 16px;
    border-block: 1px solid var(--line);
    background: var(--soon-soft);
    font-size: 12px;
  }
  dl {
    display: flex;
    flex-wrap: wrap;
    gap: 0 14px;
  }
  dt {
    color: var(--ink-2);
  }
  dd {
    font-weight: 600;
    user-select: all;
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
  .text {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    margin-bottom: var(--s2);
  }
  .text.out {
    align-items: flex-end;
  }
  .bubble {
    max-width: 86%;
    padding: 7px 12px;
    border-radius: 16px 16px 16px 4px;
    background: var(--hover);
    overflow-wrap: anywhere;
  }
  .out .bubble {
    border-radius: 16px 16px 4px;
    background: #0f6a3b;
    color: #fff;
  }
  .bubble a {
    color: inherit;
  }
  .text p {
    padding: 1px 4px;
    color: var(--ink-3);
    font-size: 12px;
  }
  .problem {
    padding: 6px 14px;
    background: var(--late-soft);
    color: var(--late);
    font-size: 13px;
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
    min-height: 36px;
    max-height: 120px;
    padding: 7px 12px;
    border: 1px solid var(--line-strong);
    border-radius: 18px;
    background: var(--surface);
    resize: none;
    field-sizing: content;
  }
  form .button {
    min-width: 36px;
    min-height: 36px;
    border-radius: 18px;
  }
`;
