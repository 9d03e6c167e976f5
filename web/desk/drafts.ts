// What a colleague has typed and not sent, by enquiry and by kind, for as long as the tab lives. A reply's text and a note's text are two drafts,
// so that nothing written as a note can be sent by switching.

export type Kind = "reply" | "note";

export interface Draft {
  text: string;
  /** The last try to send: the same text keeps its id, so that trying again is not saying twice. */
  tried: { id: string; text: string } | null;
}

const NOTHING: Draft = { text: "", tried: null };
const key = (enquiry: string, kind: Kind): string => `doorstep draft ${kind} ${enquiry}`;

export class Drafts {
  constructor(
    private readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem">,
    private readonly newId: () => string,
  ) {}

  read(enquiry: string, kind: Kind): Draft {
    try {
      return {
        ...NOTHING,
        ...(JSON.parse(this.storage.getItem(key(enquiry, kind)) ?? "{}") as Partial<Draft>),
      };
    } catch {
      return NOTHING;
    }
  }

  type(enquiry: string, kind: Kind, text: string): void {
    this.write(enquiry, kind, { ...this.read(enquiry, kind), text });
  }

  /** The id under which this text is to be sent. */
  attempt(enquiry: string, kind: Kind, text: string): string {
    const { tried } = this.read(enquiry, kind);
    if (tried?.text === text) return tried.id;
    const id = this.newId();
    this.write(enquiry, kind, { text, tried: { id, text } });
    return id;
  }

  /** The text was taken. What was typed since stays. */
  sent(enquiry: string, kind: Kind, text: string): void {
    if (this.read(enquiry, kind).text === text) this.storage.removeItem(key(enquiry, kind));
  }

  private write(enquiry: string, kind: Kind, draft: Draft): void {
    try {
      if (draft.text === "" && draft.tried === null) this.storage.removeItem(key(enquiry, kind));
      else this.storage.setItem(key(enquiry, kind), JSON.stringify(draft));
    } catch {
      // A full store: the text is still in the box.
    }
  }
}
