// Every call of docs/api.yaml as one function or method, typed. The desk's writes carry the CSRF token that Me brought.
import type {
  Alarm,
  Caller,
  ChatMessage,
  ChatSession,
  Choices,
  Contact,
  Cursor,
  Enquiry,
  EnquiryList,
  Id,
  Me,
  Outcome,
  Presence,
  PublicFacts,
  Trouble,
  View,
  Way,
} from "./contract";
import { ApiError, request } from "./http";

const part = (value: Id): string => encodeURIComponent(String(value));

/** The address of a WebSocket beside an HTTP address. */
export function socketUrl(server: string, path: string): string {
  return new URL(path, server).href.replace(/^http/, "ws");
}

/** The public chat's calls; `server` is an origin, and no cookie travels. */
export const chat = {
  begin: (server: string, token: string | null) =>
    request<ChatSession>("POST", `${server}/chat/session`, { body: { token }, credentials: "omit" }),
  fetch: (server: string, token: string, after: number) =>
    request<{ messages: ChatMessage[] }>("GET", `${server}/chat/messages?after=${after}`, {
      headers: { Authorization: `Bearer ${token}` },
      credentials: "omit",
    }),
  say: (server: string, token: string, id: string, text: string) =>
    request<{ seq: number }>("POST", `${server}/chat/messages`, {
      headers: { Authorization: `Bearer ${token}` },
      body: { id, text },
      credentials: "omit",
    }),
};

export const publicFacts = () => request<PublicFacts>("GET", "/api/public");

export interface ListQuery {
  view: View;
  q: string;
  closed: boolean;
  after?: string | number | null;
}

/** The desk's calls. After a 403 the token may have grown old: it is fetched once and the call made again. */
export class DeskApi {
  private csrf = "";

  async signIn(email: string, password: string): Promise<Me> {
    return this.remember(await request<Me>("POST", "/api/session", { body: { email, password } }));
  }

  async signOut(): Promise<void> {
    await this.write("DELETE", "/api/session");
  }

  async me(): Promise<Me> {
    return this.remember(await request<Me>("GET", "/api/me"));
  }

  async presence(presence: Presence): Promise<Me> {
    return this.remember(await this.write<Me>("PUT", "/api/presence", { presence }));
  }

  list({ view, q, closed, after }: ListQuery): Promise<EnquiryList> {
    const query = new URLSearchParams({ view, q, closed: closed ? "1" : "0" });
    if (after !== undefined && after !== null) query.set("after", String(after));
    return request("GET", `/api/enquiries?${query.toString()}`);
  }

  enquiry = (id: Id) => request<Enquiry>("GET", `/api/enquiries/${part(id)}`);
  take = (id: Id) => this.write<Enquiry>("POST", `/api/enquiries/${part(id)}/take`);
  accept = (id: Id) => this.write<Enquiry>("POST", `/api/enquiries/${part(id)}/accept`);
  decline = (id: Id, why: string) => this.write("POST", `/api/enquiries/${part(id)}/decline`, { why });
  release = (id: Id, why: string) => this.write("POST", `/api/enquiries/${part(id)}/release`, { why });
  note = (id: Id, text: string) => this.write<Enquiry>("POST", `/api/enquiries/${part(id)}/note`, { text });
  reopen = (id: Id) => this.write<Enquiry>("POST", `/api/enquiries/${part(id)}/reopen`);
  typing = (id: Id) => this.write("POST", `/api/enquiries/${part(id)}/typing`);
  seen = (alarm: Id) => this.write<{ alarms: Alarm[] }>("POST", `/api/alarms/${part(alarm)}/seen`);
  trouble = () => request<{ items: Trouble[] }>("GET", "/api/trouble");

  reply(id: Id, own: string, text: string): Promise<Enquiry> {
    return this.write("POST", `/api/enquiries/${part(id)}/reply`, { id: own, text });
  }

  retry = (id: Id, message: Id) =>
    this.write<Enquiry>("POST", `/api/enquiries/${part(id)}/replies/${part(message)}/retry`);

  elsewhere(id: Id, message: Id, { channel, address }: Pick<Way, "channel" | "address">): Promise<Enquiry> {
    const path = `/api/enquiries/${part(id)}/replies/${part(message)}/elsewhere`;
    return this.write("POST", path, { channel, address });
  }

  choices = () => request<Choices>("GET", "/api/choices");

  people = (q: string) =>
    request<{ people: Caller[]; records_down: boolean }>(
      "GET",
      `/api/people?${new URLSearchParams({ q }).toString()}`,
    );

  /** `{}` where it is not one's own to see. */
  log = (own: string, contact: Contact) =>
    this.write<Partial<Enquiry>>("POST", "/api/contacts", { id: own, ...contact });

  close(id: Id, outcome: Outcome, note: string): Promise<Enquiry> {
    return this.write("POST", `/api/enquiries/${part(id)}/close`, { outcome, note });
  }

  liveUrl(after: Cursor): string {
    return socketUrl(location.origin, `/api/live?after=${encodeURIComponent(String(after))}`);
  }

  private remember(me: Me): Me {
    if (me.csrf) this.csrf = me.csrf;
    return me;
  }

  private async write<T>(method: string, url: string, body?: unknown): Promise<T> {
    const used = this.csrf;
    try {
      return await request<T>(method, url, { body, headers: { "X-CSRF-Token": used } });
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 403) throw error;
      await this.me();
      if (this.csrf === used) throw error;
      return request<T>(method, url, { body, headers: { "X-CSRF-Token": this.csrf } });
    }
  }
}
