// How the thread looks: theirs left, ours right, the assistant violet and marked, notes yellow across.
import { css } from "lit";

export const threadStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
    background: var(--page);
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s1) var(--s3);
    padding: var(--s2) var(--s4);
    border-bottom: 1px solid var(--line);
    background: var(--surface);
  }
  .title {
    flex: 1;
    min-width: 220px;
  }
  h1 {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow-wrap: anywhere;
    font-size: 16px;
    font-weight: 650;
    line-height: 1.3;
    text-overflow: ellipsis;
  }
  .subject {
    display: flex;
    align-items: center;
    gap: 6px;
    min-width: 0;
    font-size: 13px;
    font-weight: 550;
  }
  .subject span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .facts {
    display: flex;
    align-items: center;
    gap: var(--s2);
    min-width: 0;
    margin-top: 1px;
    color: var(--ink-2);
    font-size: 13px;
  }
  .facts span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .facts desk-countdown {
    flex: none;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s2);
  }
  .emergency,
  .notice {
    display: flex;
    align-items: center;
    gap: var(--s2);
    padding: 5px var(--s4);
    font-weight: 600;
  }
  .emergency {
    background: var(--alarm);
    color: var(--on-alarm);
  }
  .notice {
    border-bottom: 1px solid var(--line);
    background: var(--soon-soft);
    color: var(--soon);
  }
  .scroll {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: var(--s3) var(--s4) var(--s4);
  }
  .scroll:focus-visible {
    outline-offset: -2px;
  }
  .day {
    display: flex;
    align-items: center;
    gap: var(--s3);
    margin: var(--s3) 0 var(--s2);
    color: var(--ink-2);
    font-size: 12px;
    font-weight: 600;
  }
  .day::before,
  .day::after {
    flex: 1;
    border-top: 1px solid var(--line);
    content: "";
  }
  .message {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    margin-top: 10px;
  }
  .message.follows {
    margin-top: 3px;
  }
  .message.out {
    align-items: flex-end;
  }
  .by {
    display: flex;
    align-items: center;
    gap: 6px;
    padding: 0 2px 2px;
    color: var(--ink-2);
    font-size: 12px;
    font-weight: 600;
  }
  .message .by {
    max-width: 78%;
    overflow: hidden;
    white-space: nowrap;
  }
  .by span {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .note .by span {
    white-space: normal;
  }
  .bubble {
    max-width: min(78%, 68ch);
    padding: 7px 11px;
    border: 1px solid var(--line);
    border-radius: 10px 10px 10px 3px;
    background: var(--surface);
    overflow-wrap: anywhere;
  }
  .out .bubble {
    border-color: transparent;
    border-radius: 10px 10px 3px;
    background: var(--accent-soft);
  }
  .bot .bubble {
    border: 1px dashed color-mix(in srgb, var(--bot-ink) 45%, transparent);
    background: var(--bot);
  }
  .bot .by {
    color: var(--bot-ink);
  }
  .urgent .bubble {
    border: 2px solid var(--late);
  }
  .logged .bubble {
    border-style: dashed;
    border-color: var(--line-strong);
  }
  .whole {
    margin-top: 6px;
    color: var(--ink-2);
    font-size: 13px;
  }
  .whole summary {
    color: var(--accent);
    cursor: pointer;
  }
  .whole[open] summary {
    margin-bottom: 6px;
    padding-bottom: 6px;
    border-bottom: 1px solid var(--line);
  }
  .rescue {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: flex-end;
    gap: 6px;
    max-width: 88%;
    padding: 4px 2px 0;
    color: var(--ink-2);
    font-size: 12px;
  }
  .rescue .button {
    min-height: 28px;
    padding: 0 10px;
    font-size: 13px;
  }
  .rescue .to {
    color: var(--ink-2);
    font-weight: 450;
  }
  .out-of-it {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    padding: 0 6px;
  }
  .failed .bubble {
    border: 1px solid var(--late);
    background: var(--late-soft);
  }
  .meta {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 8px;
    padding: 2px 2px 0;
    color: var(--ink-2);
    font-size: 12px;
  }
  .out .meta {
    justify-content: flex-end;
  }
  .delivery {
    display: inline-flex;
    align-items: center;
    gap: 4px;
  }
  .delivery.late {
    color: var(--late);
    font-weight: 600;
  }
  .delivery.soon {
    color: var(--soon);
    font-weight: 600;
  }
  .media {
    display: block;
    margin-top: 6px;
    padding: 6px 8px;
    border: 1px solid var(--line);
    border-radius: var(--radius-s);
    color: var(--ink-2);
    font-size: 13px;
  }
  .media img {
    display: block;
    max-width: 100%;
    max-height: 240px;
    border-radius: var(--radius-s);
  }
  .note {
    margin: 10px 0;
    padding: 7px 11px 8px;
    border-left: 4px solid var(--note-line);
    border-radius: 3px;
    background: var(--note);
    color: var(--note-ink);
    overflow-wrap: anywhere;
  }
  .note .by {
    padding: 0 0 1px;
    color: inherit;
  }
  .hidden {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    margin: 10px 0;
    padding: 4px 10px;
    border: 1px dashed var(--line-strong);
    border-radius: var(--radius-s);
    color: var(--ink-3);
    font-size: 13px;
  }
  .writing {
    padding-top: 10px;
    color: var(--ink-2);
    font-size: 13px;
    font-style: italic;
  }
  .centre {
    display: flex;
    flex: 1;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: var(--s2);
    padding: var(--s5);
    color: var(--ink-2);
    text-align: center;
  }
  .centre strong {
    color: var(--ink);
    font-size: 16px;
  }
  .down {
    position: absolute;
    right: 20px;
    bottom: 12px;
    box-shadow: var(--shadow);
  }
  .hold {
    position: relative;
    display: flex;
    flex: 1;
    flex-direction: column;
    min-height: 0;
  }
  .narrow,
  .panel-button {
    display: none;
  }
  @media (width < 1180px) {
    .panel-button {
      display: inline-flex;
    }
  }
  @media (width < 720px) {
    .narrow {
      display: inline-flex;
    }
    .head,
    .scroll {
      padding-inline: var(--s3);
    }
    .bubble {
      max-width: 88%;
    }
  }
  kbd {
    padding: 0 5px;
    border: 1px solid var(--line-strong);
    border-radius: 4px;
    font: 12px/18px var(--mono);
  }
`;
