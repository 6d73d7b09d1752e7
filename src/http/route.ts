// What a route is to the rest of the house: a method, a path, and a function from a plain request to a plain answer. Restify
// is known to server.ts alone.

export interface HttpRequest {
  /** Fresh for every request; it stands in the answer's `x-request-id` and in the log. */
  readonly id: string;
  readonly path: string;
  /** Without the question mark; '' when there is none. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Bytes of the body; empty for routes that take none. */
  readonly raw: Buffer;
  /** The body parsed, for routes that take JSON; `unknown` because it comes from outside. */
  readonly json: unknown;
}

export interface HttpAnswer {
  readonly status: number;
  /** Sent as JSON; a string is sent as it is, with the content type that `headers` gives. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** `json`: application/json only, parsed. `bytes`: any content type, unparsed (webhooks sign the bytes). */
  readonly body: 'none' | 'json' | 'bytes';
  readonly handle: (request: HttpRequest) => Promise<HttpAnswer>;
  /** Told of a request whose body was refused before the handler saw it, for routes that count. */
  readonly refused?: (status: number) => void;
}
