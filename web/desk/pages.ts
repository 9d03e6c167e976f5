// Fetches a list of enquiries as far down as the colleague has looked, as one list.
import type { DeskApi, ListQuery } from "../shared/api";
import type { EnquiryList } from "../shared/contract";
import type { ServerTime } from "../shared/server-time";

export const PAGES_AT_MOST = 10;

/** The first answer's cursor, counts and alarms stand: listening from the oldest cursor misses nothing. */
export async function fetchPages(
  api: DeskApi,
  query: ListQuery,
  pages: number,
  time: ServerTime,
): Promise<EnquiryList> {
  const asked = Date.now();
  const first = await api.list(query);
  time.learn(first.now, asked, Date.now());
  const items = [...first.items];
  let next = first.next;
  for (let page = 1; page < Math.min(pages, PAGES_AT_MOST) && next !== null; page += 1) {
    const more = await api.list({ ...query, after: next });
    const known = new Set(items.map(({ id }) => String(id)));
    items.push(...more.items.filter(({ id }) => !known.has(String(id))));
    next = more.next;
  }
  return { ...first, items, next };
}
