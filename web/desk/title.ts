// The window's title: an emergency first, then how much asks for me. No names: titles stay in the browser's history.
import type { Desk } from "./desk";

type Shown = Pick<Desk, "session" | "alarms" | "asking" | "open" | "route">;

export function titleOf({ session, alarms, asking, open, route }: Shown): string {
  if (session !== "signed_in") return "Sign in · Doorstep";
  const emergency = alarms.length > 0 ? "EMERGENCY · " : "";
  const count = asking > 0 ? `(${asking}) ` : "";
  const place = route.page === "trouble" ? "Trouble · " : open === null ? "" : `${open.reference} · `;
  return `${emergency}${count}${place}Doorstep`;
}
