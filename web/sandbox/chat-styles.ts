// How a device that chats looks; each channel's own messages have its colour, dark enough for white words.
import { css } from "lit";

export const chatStyles = css`
  .log {
    --own: #0f6a3b;
  }
  .log[data-channel="whatsapp"] {
    --own: #0b6156;
  }
  .log[data-channel="telegram"] {
    --own: #1d6796;
  }
  .log[data-channel="messenger"] {
    --own: #2a56c6;
  }
  .log[data-channel="instagram"] {
    --own: #8a3a9c;
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
    background: var(--own);
    color: #fff;
  }
  .bubble a {
    color: inherit;
  }
  .text p {
    display: flex;
    align-items: center;
    gap: 4px;
    padding: 1px 4px;
    color: var(--ink-3);
    font-size: 12px;
  }
  .text p span {
    display: inline-flex;
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    max-height: 40%;
    overflow-y: auto;
    padding: var(--s2) var(--s3);
    border-top: 1px solid var(--line);
  }
  .choices button {
    flex: 1 1 auto;
    min-height: 34px;
    padding: 4px 14px;
    border: 1px solid var(--accent);
    border-radius: 17px;
    background: var(--surface);
    color: var(--accent);
    font-weight: 550;
  }
  .choices button:hover {
    background: var(--accent-soft);
  }
  textarea {
    min-height: 36px;
    max-height: 120px;
    padding: 7px 12px;
  }
  textarea,
  textarea:focus-visible {
    border-radius: 18px;
  }
  form .button {
    min-width: 36px;
    min-height: 36px;
    border-radius: 18px;
  }
`;
