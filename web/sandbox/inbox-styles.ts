// How a mailbox looks.
import { css } from "lit";

export const inboxStyles = css`
  .mail {
    margin-bottom: var(--s3);
    padding: 10px 12px;
    border: 1px solid var(--line);
    border-left: 3px solid var(--accent);
    border-radius: var(--radius);
    background: var(--surface);
    overflow-wrap: anywhere;
  }
  .mail.out {
    border-left-color: var(--line-strong);
    background: var(--sunken);
  }
  .mail header {
    margin-bottom: 6px;
  }
  .mail header p {
    display: flex;
    align-items: center;
    gap: 4px;
    color: var(--ink-3);
    font-size: 12px;
  }
  .mail header p span {
    display: inline-flex;
  }
  .mail > div {
    font-size: 13px;
  }
  .plain {
    min-height: 26px;
    padding: 0;
    border: 0;
    background: none;
    color: var(--accent);
    font-weight: 550;
    text-decoration: underline;
  }
  form {
    flex-direction: column;
    align-items: stretch;
  }
  .answering {
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    gap: var(--s2);
    font-size: 13px;
  }
  .answering span {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .answering .plain {
    flex: none;
  }
  textarea {
    min-height: 76px;
    max-height: 200px;
    padding: 7px 10px;
    border-radius: var(--radius-s);
  }
  form .button {
    align-self: flex-end;
  }
`;
