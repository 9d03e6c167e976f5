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
  .head {
    display: flex;
    align-items: center;
    gap: var(--s2);
    padding: 10px 8px 10px 16px;
    border-bottom: 1px solid var(--line);
  }
  .head h2 {
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
  .head .button {
    min-height: 36px;
    font-size: 14px;
  }
  .leave {
    border-color: var(--line-strong);
  }
  .state {
    padding: 6px 16px;
    background: var(--soon-soft);
    color: var(--soon);
    font-size: 14px;
    font-weight: 550;
  }
  .state.well {
    display: none;
  }
  .state a {
    color: inherit;
    font-weight: 750;
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
  .foot {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 var(--s3);
    padding: 0 12px max(8px, env(safe-area-inset-bottom));
    color: var(--ink-3);
    font-size: 13px;
  }
  .foot .link {
    color: var(--ink-2);
  }
  @media (pointer: coarse), (width <= 480px) {
    .keys {
      display: none;
    }
    .foot {
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
