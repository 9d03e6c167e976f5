// The rows of the list in groups: what cannot wait, what is asked of me, what is late, and the rest. Pure; within a group the server's order stands.
import type { EnquiryRow } from "../shared/contract";
import { isOverdue } from "../shared/countdown";
import { isEmergency } from "./wording";

export type GroupKey = "emergency" | "offered" | "overdue" | "rest" | "closed";

export interface Group {
  key: GroupKey;
  title: string;
  rows: EnquiryRow[];
}

const TITLES: [GroupKey, string][] = [
  ["emergency", "Emergencies"],
  ["offered", "Offered to you"],
  ["overdue", "Overdue"],
  ["rest", "Everything else"],
  ["closed", "Closed"],
];

/** Only groups that have rows; danger to life comes before other emergencies. `now` in milliseconds of the server's clock. */
export function groups(rows: readonly EnquiryRow[], now: number): Group[] {
  return TITLES.map(([key, title]) => ({
    key,
    title,
    rows: lifeFirst(rows.filter((row) => groupOf(row, now) === key)),
  })).filter((group) => group.rows.length > 0);
}

export function groupOf(row: EnquiryRow, now: number): GroupKey {
  if (row.state === "closed") return "closed";
  if (isEmergency(row)) return "emergency";
  if (row.offered_to_me) return "offered";
  return row.due !== null && isOverdue(row.due, now) ? "overdue" : "rest";
}

const lifeFirst = (rows: EnquiryRow[]): EnquiryRow[] =>
  rows[0] !== undefined && isEmergency(rows[0])
    ? [...rows.filter(({ level }) => level === "life"), ...rows.filter(({ level }) => level !== "life")]
    : rows;
