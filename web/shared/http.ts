// One request, one answer, one kind of error whose message can be shown to people as it is.

/** What went wrong, in words for people. `status` is 0 where the server could not be reached. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = "ApiError";
  }

  /** The request may have been carried out although no answer came; or trying again may help. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

export interface Ask {
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  credentials?: RequestCredentials;
}

const TIME_LIMIT_MS = 15_000;

const WORDS: Record<number, string> = {
  400: "The server did not understand that. Check what you entered.",
  401: "Please sign in.",
  403: "You may not do this.",
  404: "This is not here any more.",
  409: "Somebody was quicker. The page now shows how it stands.",
  413: "This is too long. Shorten it and try again.",
  422: "The server refused this.",
  429: "Too many tries. Wait a minute and try again.",
};

/** Asks the server and returns its JSON. Raises only `ApiError`. */
export async function request<T>(method: string, url: string, ask: Ask = {}): Promise<T> {
  const limit = AbortSignal.timeout(TIME_LIMIT_MS);
  let answer: Response;
  try {
    answer = await fetch(url, {
      method,
      credentials: ask.credentials ?? "same-origin",
      cache: "no-store",
      signal: ask.signal ? AbortSignal.any([ask.signal, limit]) : limit,
      headers: {
        Accept: "application/json",
        ...(ask.body === undefined ? {} : { "Content-Type": "application/json" }),
        ...ask.headers,
      },
      ...(ask.body === undefined ? {} : { body: JSON.stringify(ask.body) }),
    });
  } catch {
    throw new ApiError(0, "The server cannot be reached. Nothing you typed is lost; try again in a moment.");
  }
  const content: unknown = await answer.json().catch(() => null);
  if (!answer.ok) throw new ApiError(answer.status, errorWords(answer.status, content));
  return content as T;
}

function errorWords(status: number, content: unknown): string {
  if (typeof content === "object" && content !== null && "error" in content) {
    if (typeof content.error === "string" && content.error !== "") return content.error;
  }
  return WORDS[status] ?? "The server has a problem. Nothing you typed is lost; try again in a moment.";
}

/** The words of any error, for showing. */
export function words(error: unknown): string {
  return error instanceof Error ? error.message : "Something went wrong. Try again.";
}
