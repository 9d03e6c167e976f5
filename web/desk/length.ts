// How long a text is, in words fit for its channel.
import { segments } from "../shared/segments";

/** "142 characters, 1 text"; for SMS with what is appended, and what makes it dear. Empty for an empty text. */
export function lengthWords(text: string, channel: string, signature = ""): string {
  if (text === "") return "";
  const whole = withSignature(text.trim(), signature);
  const characters = [...(channel === "sms" ? whole : text)].length;
  if (channel !== "sms") return `${characters} ${characters === 1 ? "character" : "characters"}`;
  const { encoding, segments: count, left, unusual } = segments(whole);
  const texts = `${characters} characters, ${count} ${count === 1 ? "text" : "texts"}, ${left} left`;
  return encoding === "GSM" ? texts : `${texts}; ${unusual.slice(0, 3).join(" ")} halves the room`;
}

/** A reply as it goes out. */
export const withSignature = (text: string, signature: string): string =>
  signature === "" ? text : `${text}\n\n${signature}`;
