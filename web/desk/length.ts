// How long a text is, in words fit for its channel.
import { segments } from "../shared/segments";

/** "142 characters, 1 text"; for SMS also what makes it dear. Empty for an empty text. */
export function lengthWords(text: string, channel: string): string {
  if (text === "") return "";
  const characters = [...text].length;
  if (channel !== "sms") return `${characters} ${characters === 1 ? "character" : "characters"}`;
  const { encoding, segments: count, left, unusual } = segments(text.trim());
  const texts = `${characters} characters, ${count} ${count === 1 ? "text" : "texts"}, ${left} left`;
  return encoding === "GSM" ? texts : `${texts}; ${unusual.slice(0, 3).join(" ")} halves the room`;
}
