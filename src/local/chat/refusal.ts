// A request that this server answers with an error, in the shape of the Bot Connector: `{error: {code, message}}`.

export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  /** Seconds for a Retry-After header. */
  readonly retryAfter: number | undefined;

  constructor(status: number, code: string, message: string, retryAfter?: number) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}
