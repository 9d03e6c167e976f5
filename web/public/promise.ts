// How the landlord keeps its first promise, in words that neither boast nor hide. Pure.
import type { PublicFacts } from "../shared/contract";

export interface PromiseWords {
  figure: string;
  text: string;
  small: string;
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
