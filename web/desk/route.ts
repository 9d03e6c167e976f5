// Addresses under /desk and what they show. Pure.
import type { Id, View } from "../shared/contract";

export type Route = { page: "enquiries"; view: View; id: string | null } | { page: "trouble" };

const VIEWS: readonly string[] = ["mine", "waiting", "all"];

/** Unknown addresses show what is mine; /desk/enquiries/ID is the address to link to from elsewhere. */
export function parse(path: string): Route {
  const [, , first = "mine", second] = path.split("/");
  if (first === "trouble") return { page: "trouble" };
  const id = second ? decodeURIComponent(second) : null;
  if (first === "enquiries") return { page: "enquiries", view: "all", id };
  return { page: "enquiries", view: isView(first) ? first : "mine", id };
}

export const listHref = (view: View): string => `/desk/${view}`;
export const enquiryHref = (view: View, id: Id): string => `/desk/${view}/${encodeURIComponent(String(id))}`;

export function hrefOf(route: Route): string {
  if (route.page === "trouble") return "/desk/trouble";
  return route.id === null ? listHref(route.view) : enquiryHref(route.view, route.id);
}

export const sameRoute = (one: Route, other: Route): boolean => hrefOf(one) === hrefOf(other);

function isView(word: string): word is View {
  return VIEWS.includes(word);
}
