// How the messages look: ours left, the tenant's right, the assistant violet, what is not sent yet in dashes.
import { css } from "lit";

export const logStyles = css`
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
`;
