// How a phone looks around whatever is open on it.
import { css } from "lit";

export const handsetStyles = css`
  :host {
    display: block;
    flex: 1 0 min(324px, 100%);
    min-width: min(324px, 100%);
    max-width: 376px;
    container-type: inline-size;
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
  article > header {
    display: flex;
    align-items: center;
    gap: var(--s2);
    padding: 6px 10px 6px 16px;
  }
  article > header b {
    flex: 1;
    font-weight: 650;
  }
  dl,
  .nobody {
    padding: 5px 16px;
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
  .tabs {
    display: flex;
    border-bottom: 1px solid var(--line);
  }
  .tabs button {
    position: relative;
    display: grid;
    flex: 1 1 auto;
    place-content: center;
    justify-items: center;
    gap: 1px;
    min-width: 44px;
    min-height: 49px;
    padding: 7px 2px 5px;
    border: 0;
    border-bottom: 2px solid transparent;
    background: none;
    color: var(--ink-2);
    font-size: 11px;
  }
  .tabs button:hover {
    background: var(--hover);
  }
  .tabs button[aria-selected="true"] {
    border-bottom-color: var(--accent);
    color: var(--accent);
  }
  .tabs button:focus-visible {
    outline-offset: -3px;
  }
  .tabs i {
    position: absolute;
    top: 4px;
    right: calc(50% - 16px);
    width: 10px;
    height: 10px;
    border: 2px solid var(--surface);
    border-radius: 50%;
    background: var(--late);
  }
  section {
    display: flex;
    flex: 1;
    flex-direction: column;
    min-height: 0;
  }
  .ends {
    display: flex;
    justify-content: center;
    gap: 6px;
    padding: 4px 6px;
    color: var(--ink-3);
    font-size: 12px;
  }
  .ends span {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .ends [aria-hidden] {
    flex: none;
  }
  /* On a narrow phone only the open channel has room for its name; the others have theirs for screen readers. */
  @container (width < 350px) {
    .tabs button[aria-selected="false"] > span {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
  }
  @container (width < 370px) {
    .ends span:first-child,
    .ends [aria-hidden] {
      display: none;
    }
  }
`;
