// The channels that have devices: what each is called, and how its device speaks. Pure.
import type { IconName } from "../shared/icons";

export interface Look {
  /** Short enough for a tab. */
  label: string;
  icon: IconName;
  /** In the empty box. */
  placeholder: string;
}

const LOOKS: Record<string, Look> = {
  sms: { label: "SMS", icon: "sms", placeholder: "Text message" },
  whatsapp: { label: "WhatsApp", icon: "whatsapp", placeholder: "Message" },
  email: { label: "Email", icon: "mail", placeholder: "Write an email" },
  telegram: { label: "Telegram", icon: "plane", placeholder: "Message" },
  messenger: { label: "Messenger", icon: "bolt", placeholder: "Message" },
  instagram: { label: "Instagram", icon: "camera", placeholder: "Message" },
};

export const look = (channel: string): Look =>
  LOOKS[channel] ?? { label: channel, icon: "chat", placeholder: "Message" };

/** The channels in the order of the tabs. */
export const inOrder = (channels: readonly string[]): string[] => {
  const known = Object.keys(LOOKS);
  const place = (channel: string): number =>
    known.includes(channel) ? known.indexOf(channel) : known.length;
  return [...channels].sort((one, other) => place(one) - place(other));
};

/** What became of a message, in words. The device's own are taken once the system has them. */
export function stateWords(direction: "out" | "in", state: string): string {
  if (direction === "out" && state === "failed") return "Not taken";
  return (
    { sending: "Sending", delivered: "Delivered", read: "Read", sent: "Sent", queued: "On its way" }[state] ??
    state
  );
}

/** How many ticks say so. */
export const ticksOf = (state: string): "" | "tick" | "ticks" =>
  state === "delivered" || state === "read" ? "ticks" : state === "sent" ? "tick" : "";
