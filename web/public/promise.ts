// How the landlord keeps its first promise, in words that neither boast nor hide. Pure.
import type { PublicFacts } from "../shared/contract";

export interface PromiseWords {
  figure: string;
  text: string;
  small: string;
}

/** How soon calls are answered; empty where too few make a fair figure. */
export function callWords({ calls }: Pick<PublicFacts, "calls">): string {
  const { average_seconds: average, promised_seconds: promised, answered_in_time: share, days } = calls;
  if (average === null || share === null) return "";
  const seconds = Math.ceil(average);
  return `Calls were answered after ${seconds} seconds on average in the last ${days} days (we promise ${promised}); ${Math.floor(share * 100 + 1e-9)} % within ${promised} seconds. ${lostWords(calls)}`;
}

function lostWords({ lost, calls }: PublicFacts["calls"]): string {
  if (lost === 0) return "No caller was lost.";
  return `${lost.toLocaleString("en-GB")} of ${calls.toLocaleString("en-GB")} callers rang off first.`;
}

/** Rounded down, so that a figure never claims more than was kept. */
export function promiseWords({
  acknowledged_within_hour: share,
  enquiries,
  days,
}: PublicFacts["promise"]): PromiseWords {
  const period = `the last ${days} days`;
  if (share === null || enquiries === 0) {
    return {
      figure: "",
      text: "We promise to acknowledge every message within one hour, day and night.",
      small: `There were too few enquiries in ${period} for a fair figure.`,
    };
  }
  return {
    figure: `${Math.floor(share * 100 + 1e-9)} %`,
    text: "of enquiries were acknowledged within one hour, day and night.",
    small: `${enquiries.toLocaleString("en-GB")} ${enquiries === 1 ? "enquiry" : "enquiries"} in ${period}. A late one is never taken out of the count.`,
  };
}
