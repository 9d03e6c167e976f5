// A handful of line icons, drawn on a 16 grid; decoration only, so hidden from screen readers.
import { svg, html, type TemplateResult } from "lit";

const draw = (path: TemplateResult<2>, size: number): TemplateResult =>
  html`<svg
    width=${size}
    height=${size}
    viewBox="0 0 16 16"
    fill="none"
    stroke="currentColor"
    stroke-width="1.6"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${path}
  </svg>`;

const PATHS = {
  alarm: svg`<path d="M8 1.8 15 14H1L8 1.8Z"/><path d="M8 6.4v3.4M8 11.9v.1"/>`,
  chat: svg`<path d="M2 3h12v8.5H7L4 14v-2.5H2V3Z"/>`,
  sms: svg`<rect x="4" y="1.5" width="8" height="13" rx="1.6"/><path d="M7 12.4h2"/>`,
  phone: svg`<path d="M3 2.5h2.6l1.2 3.2-1.6 1.2a8.5 8.5 0 0 0 3.9 3.9l1.2-1.6 3.2 1.2V13c0 .6-.4 1-1 1C7 14 2 9 2 3.5c0-.6.4-1 1-1Z"/>`,
  bot: svg`<rect x="2.5" y="5" width="11" height="8" rx="2"/><path d="M8 5V2.4M6 8.5v.8M10 8.5v.8"/>`,
  lock: svg`<rect x="3" y="7" width="10" height="7" rx="1.4"/><path d="M5.4 7V5a2.6 2.6 0 0 1 5.2 0v2"/>`,
  search: svg`<circle cx="7" cy="7" r="4.5"/><path d="m10.5 10.5 3.5 3.5"/>`,
  tick: svg`<path d="m3 8.5 3.2 3L13 4.5"/>`,
  ticks: svg`<path d="m1.5 8.5 3 3L10.5 5M7.5 11l.5.5L14.5 5"/>`,
  cross: svg`<path d="m4 4 8 8M12 4l-8 8"/>`,
  back: svg`<path d="M9.5 3 4.5 8l5 5"/>`,
  down: svg`<path d="m4 6 4 4 4-4"/>`,
  send: svg`<path d="M2.5 8h10M8.5 3.5 13 8l-4.5 4.5"/>`,
  leave: svg`<path d="M6.5 2.5h-4v11h4M6 8h8M11 5l3 3-3 3"/>`,
  clock: svg`<circle cx="8" cy="8" r="6"/><path d="M8 4.6V8l2.2 1.6"/>`,
  panel: svg`<rect x="1.8" y="2.5" width="12.4" height="11" rx="1.6"/><path d="M10 2.5v11"/>`,
  help: svg`<circle cx="8" cy="8" r="6.2"/><path d="M6.2 6.2a1.9 1.9 0 1 1 2.7 1.9c-.6.3-.9.7-.9 1.3M8 11.6v.1"/>`,
  person: svg`<circle cx="8" cy="5.2" r="2.6"/><path d="M2.8 14c.5-2.8 2.5-4.2 5.2-4.2s4.7 1.4 5.2 4.2"/>`,
  mail: svg`<rect x="1.8" y="3.2" width="12.4" height="9.6" rx="1.4"/><path d="m2.2 4.4 5.8 4.4 5.8-4.4"/>`,
  counter: svg`<circle cx="8" cy="4" r="2"/><path d="M4.5 9.5C4.8 7.6 6 6.8 8 6.8s3.2.8 3.5 2.7M1.5 9.8h13M3 9.8V14M13 9.8V14"/>`,
  whatsapp: svg`<path d="M2.2 13.8 3 11a6 6 0 1 1 2.2 2.1l-3 .7Z"/><path d="M6.2 6c-.2 2 1.8 4 3.8 3.8"/>`,
  plane: svg`<path d="M14.2 2.2 1.8 7l4 1.8L8 13.6l6.2-11.4ZM5.8 8.8l8.4-6.6"/>`,
  bolt: svg`<path d="M8 2c3.6 0 6.2 2.4 6.2 5.6S11.6 13.2 8 13.2c-.8 0-1.5-.1-2.2-.3L3.4 14v-2.4C2.3 10.6 1.8 9.2 1.8 7.6 1.8 4.4 4.4 2 8 2Z"/><path d="m4.8 8.8 2.2-2.2 1.8 1.4 2.4-1.6"/>`,
  camera: svg`<rect x="2" y="2" width="12" height="12" rx="3.4"/><circle cx="8" cy="8" r="2.7"/><path d="M11.4 4.600v.1"/>`,
  again: svg`<path d="M13.2 8a5.2 5.2 0 1 1-1.7-3.900M13.4 2v3.200h-3.2"/>`,
  offline: svg`<path d="M2 2l12 12M4.8 9.3a4.6 4.6 0 0 1 3.2-1.3M2 6.6a8.6 8.6 0 0 1 3-1.9M8 4c2.3 0 4.4 1 6 2.6M8 12.4v.1"/>`,
  sound: svg`<path d="M2 6h2.5L8 3v10L4.5 10H2V6ZM10.6 5.6a3.4 3.4 0 0 1 0 4.8M12.6 3.6a6.2 6.2 0 0 1 0 8.8"/>`,
  muted: svg`<path d="M2 6h2.5L8 3v10L4.5 10H2V6ZM10.8 6.2l3.6 3.6M14.4 6.2l-3.6 3.6"/>`,
  home: svg`<path d="M2.5 7.5 8 2.5l5.5 5V14h-4v-3.5h-3V14h-4V7.5Z"/>`,
};

export type IconName = keyof typeof PATHS;
export const icon = (name: IconName, size = 16): TemplateResult => draw(PATHS[name], size);
