// Every call of the sandbox as one function, typed; docs/api.yaml describes them.
import type { Instant } from "../shared/contract";
import { request } from "../shared/http";

export interface Person {
  /** Of their phone, which tells people apart. */
  number: string;
  name: string;
  about: string;
  tenancy: string;
  born: string;
  postcode: string;
  email: string;
  /** Where they are reached on each channel that has devices. */
  addresses: Record<string, string>;
}

export interface Entry {
  seq: number;
  /** "out" was written on the device, "in" came to it. */
  direction: "out" | "in";
  text: string;
  at: Instant;
  state: string;
  subject: string;
  buttons: string[];
}

export interface Writing {
  text: string;
  /** Of an email. */
  subject?: string;
  /** The message that is answered, or whose button was tapped. */
  answers?: number;
  tapped?: string;
}

const device = (channel: string, address: string): string =>
  `/sandbox/devices/${channel}/${encodeURIComponent(address)}`;

/** Who one can be, and what the landlord is called on each channel. */
export const people = () =>
  request<{ people: Person[]; channels: Record<string, string> }>("GET", "/sandbox/people");

export const person = (number: string) =>
  request<Person>("GET", `/sandbox/people/${encodeURIComponent(number)}`);

export const entries = (channel: string, address: string, after: number) =>
  request<{ messages: Entry[] }>("GET", `${device(channel, address)}?after=${after}`);

/** The number of the newest message that came, channel by channel. */
export const newest = (addresses: Record<string, string>) =>
  request<{ newest: Record<string, number> }>(
    "GET",
    `/sandbox/devices?${new URLSearchParams(addresses).toString()}`,
  );

export const write = (channel: string, address: string, writing: Writing) =>
  request<{ seq: number; status: number }>("POST", device(channel, address), { body: writing });
