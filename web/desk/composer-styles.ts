// How the composer looks: a reply is plain; a note is yellow all over, with a dashed edge and a lock.
import { css } from "lit";

export const composerStyles = css`
  :host {
    display: block;
  }
  .composer {
    padding: var(--s2) var(--s4) var(--s3);
    border-top: 1px solid var(--line);
    background: var(--surface);
  }
  .composer.note {
    border-top: 2px dashed var(--note-line);
    background: var(--note);
    color: var(--note-ink);
  }
  .window {
    display: flex;
    align-items: center;
    gap: 6px;
    margin-bottom: 6px;
    color: var(--ink-2);
    font-size: 12px;
  }
  .window.shut {
    color: var(--soon);
    font-weight: 600;
  }
  .modes {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s1);
    margin-bottom: 6px;
  }
  .mode {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-height: 28px;
    max-width: 46%;
    padding: 0 10px;
    border: 1px solid transparent;
    border-radius: var(--radius-s);
    background: none;
    color: inherit;
    font-size: 13px;
    font-weight: 550;
  }
  .mode > span:first-of-type {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .mode:hover {
    background: var(--hover);
  }
  .reply .mode[aria-pressed="true"] {
    border-color: var(--accent);
    background: var(--accent-soft);
    color: var(--accent);
  }
  .note .mode[aria-pressed="true"] {
    border-color: var(--note-line);
    background: var(--surface);
    color: var(--note-ink);
  }
  .note .mode:hover {
    background: color-mix(in srgb, var(--note-line) 18%, transparent);
  }
  .draft {
    padding: 0 5px;
    border-radius: 3px;
    background: var(--soon-soft);
    color: var(--soon);
    font-size: 11px;
  }
  .hint {
    margin-left: auto;
    font-size: 12px;
    font-weight: 600;
  }
  textarea {
    display: block;
    width: 100%;
    min-height: 72px;
    max-height: 34vh;
    padding: 8px 10px;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-s);
    background: var(--surface);
    line-height: 1.45;
    resize: vertical;
    field-sizing: content;
  }
  .note textarea {
    border: 1px dashed var(--note-line);
    background: color-mix(in srgb, var(--note) 55%, var(--surface));
    color: var(--note-ink);
  }
  .note textarea::placeholder {
    color: var(--note-ink);
  }
  textarea:focus-visible {
    outline-offset: -1px;
  }
  .foot {
    display: flex;
    align-items: center;
    justify-content: flex-end;
    gap: var(--s3);
    margin-top: var(--s2);
    font-size: 12px;
  }
  .foot .button {
    font-size: 14px;
  }
  .length {
    display: flex;
    flex: 1;
    flex-wrap: wrap;
    gap: 0 var(--s3);
    font-variant-numeric: tabular-nums;
  }
  .reply .length,
  .reply .keys {
    color: var(--ink-2);
  }
  .save {
    border: 1px solid var(--note-ink);
    background: var(--note-ink);
    color: var(--note);
  }
  .save:hover {
    background: var(--note-ink);
    opacity: 0.9;
  }
  .problem {
    display: flex;
    align-items: center;
    gap: 6px;
    margin-top: 6px;
    padding: 5px 8px;
    border-radius: var(--radius-s);
    background: var(--late-soft);
    color: var(--late);
    font-weight: 550;
  }
  .closed {
    padding: var(--s3);
    border-radius: var(--radius-s);
    background: var(--hover);
    color: var(--ink-2);
    text-align: center;
  }
  @media (width < 720px) {
    .composer {
      padding-inline: var(--s3);
    }
    .keys,
    .long {
      display: none;
    }
    textarea {
      min-height: 52px;
      font-size: 16px;
    }
  }
`;
