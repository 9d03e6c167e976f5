// How the web chat looks. Colours come from shared/tokens.css, which travels inside the bundle.
import { css, unsafeCSS } from "lit";
import tokens from "../shared/tokens.css?inline";

export const tokensForHost = unsafeCSS(tokens);

export const styles = css`
  :host {
    font: 16px/1.45 var(--font);
    color: var(--ink);
  }
  :host([inline]) {
    display: block;
    height: 100%;
    min-height: 0;
  }
  .launcher {
    position: fixed;
    right: max(16px, env(safe-area-inset-right));
    bottom: max(16px, env(safe-area-inset-bottom));
    z-index: 2147483000;
    min-height: 52px;
    padding: 0 20px 0 16px;
    gap: 10px;
    border: 1px solid transparent;
    border-radius: 26px;
    background: var(--accent);
    color: var(--on-accent);
    font-size: 16px;
    font-weight: 600;
    box-shadow: var(--shadow);
  }
  .launcher:hover {
    background: var(--accent-hover);
  }
  .badge {
    min-width: 22px;
    padding: 0 6px;
    border-radius: 11px;
    background: var(--surface);
    color: var(--accent);
    font-size: 13px;
    line-height: 22px;
  }
  .panel {
    display: flex;
    flex-direction: column;
    overflow: hidden;
    padding: 0;
    border: 1px solid var(--line);
    background: var(--surface);
    color: var(--ink);
  }
  dialog.panel {
    position: fixed;
    inset: auto max(16px, env(safe-area-inset-right)) max(16px, env(safe-area-inset-bottom)) auto;
    z-index: 2147483001;
    width: min(400px, calc(100vw - 32px));
    height: min(680px, calc(100dvh - 32px));
    margin: 0;
    border-radius: var(--radius-l);
    box-shadow: var(--shadow);
  }
  dialog.panel:not([open]) {
    display: none;
  }
  dialog.panel::backdrop {
    background: none;
  }
  section.panel {
    height: 100%;
    border-radius: var(--radius-l);
  }
  header {
    display: flex;
    align-items: center;
    gap: var(--s2);
    padding: 10px 8px 10px 16px;
    border-bottom: 1px solid var(--line);
  }
  header h2 {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    font-size: 16px;
    font-weight: 650;
    line-height: 1.25;
  }
  header .button {
    min-height: 36px;
    font-size: 14px;
  }
  .leave {
    border-color: var(--line-strong);
  }
  .state {
    display: flex;
    align-items: center;
    gap: var(--s2);
    padding: 6px 16px;
    background: var(--soon-soft);
    color: var(--soon);
    font-size: 14px;
    font-weight: 550;
  }
  .state:empty {
    display: none;
  }
  .log {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: var(--s4);
    background: var(--sunken);
  }
  .log:focus-visible {
    outline-offset: -3px;
  }
  .disclosure {
    padding-bottom: var(--s3);
    color: var(--ink-2);
    font-size: 14px;
  }
  .day {
    margin: var(--s3) 0;
    color: var(--ink-3);
    font-size: 13px;
    text-align: center;
  }
  .message {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    margin-top: var(--s3);
  }
  .message.same {
    margin-top: var(--s1);
  }
  .message.tenant {
    align-items: flex-end;
  }
  .who {
    display: flex;
    align-items: center;
    gap: 6px;
    padding: 0 4px 3px;
    color: var(--ink-2);
    font-size: 13px;
    font-weight: 550;
  }
  .bubble {
    max-width: 86%;
    padding: 9px 13px;
    border: 1px solid var(--line);
    border-radius: 14px 14px 14px 4px;
    background: var(--surface);
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .bot .bubble {
    border-color: transparent;
    background: var(--bot);
  }
  .bot .who {
    color: var(--bot-ink);
  }
  .tenant .bubble {
    border-color: transparent;
    border-radius: 14px 14px 4px;
    background: var(--accent);
    color: var(--on-accent);
  }
  .tenant.waiting .bubble {
    border: 1px dashed var(--line-strong);
    background: var(--surface);
    color: var(--ink);
  }
  .bubble a {
    color: inherit;
    font-weight: 600;
  }
  .meta {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 8px;
    padding: 3px 4px 0;
    color: var(--ink-3);
    font-size: 13px;
  }
  .meta.warn {
    color: var(--late);
  }
  .link {
    min-height: 24px;
    padding: 0 2px;
    border: 0;
    background: none;
    color: var(--accent);
    text-decoration: underline;
    text-underline-offset: 2px;
  }
  .quick {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s2);
    padding: var(--s2) 0 var(--s1);
  }
  .quick button {
    min-height: 40px;
    padding: 4px 16px;
    border: 1px solid var(--accent);
    border-radius: 20px;
    background: var(--surface);
    color: var(--accent);
    font-weight: 600;
    text-align: start;
  }
  .quick button:hover {
    background: var(--accent-soft);
  }
  .typing {
    display: flex;
    align-items: center;
    gap: var(--s2);
    min-height: 28px;
    padding-top: var(--s2);
    color: var(--ink-2);
    font-size: 13px;
  }
  .dots {
    display: inline-flex;
    gap: 3px;
  }
  .dots i {
    width: 6px;
    height: 6px;
    border-radius: 50%;
    background: var(--ink-3);
  }
  @media (prefers-reduced-motion: no-preference) {
    .dots i {
      animation: breathe 1.2s infinite;
    }
    .dots i:nth-child(2) {
      animation-delay: 0.15s;
    }
    .dots i:nth-child(3) {
      animation-delay: 0.3s;
    }
    dialog.panel[open] {
      animation: rise 0.16s ease-out;
    }
  }
  @keyframes breathe {
    0%,
    60%,
    100% {
      opacity: 0.35;
    }
    30% {
      opacity: 1;
    }
  }
  @keyframes rise {
    from {
      opacity: 0;
      transform: translateY(8px);
    }
  }
  form {
    display: flex;
    align-items: flex-end;
    gap: var(--s2);
    padding: 10px 12px 4px;
    border-top: 1px solid var(--line);
  }
  textarea {
    flex: 1;
    min-width: 0;
    min-height: 44px;
    max-height: 132px;
    padding: 10px 12px;
    border: 1px solid var(--line-strong);
    border-radius: 10px;
    background: var(--surface);
    font-size: 16px;
    line-height: 1.4;
    resize: none;
    field-sizing: content;
  }
  .send {
    min-width: 72px;
    min-height: 44px;
    border-radius: 10px;
  }
  footer {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 var(--s3);
    padding: 0 12px max(8px, env(safe-area-inset-bottom));
    color: var(--ink-3);
    font-size: 13px;
  }
  footer .link {
    color: var(--ink-2);
  }
  @media (pointer: coarse), (width <= 480px) {
    .keys {
      display: none;
    }
    footer {
      justify-content: flex-end;
    }
  }
  .over {
    color: var(--late);
    font-weight: 600;
  }
  @media (width <= 480px) {
    dialog.panel {
      inset: 0;
      width: 100%;
      max-width: none;
      height: 100dvh;
      max-height: none;
      border: 0;
      border-radius: 0;
    }
  }
`;
