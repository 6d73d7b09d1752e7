// What every room of the embedded workspace agrees on: a route is a method, a path pattern and a function. Nothing here knows
// the product's own client; this house is a guest.
import type { IncomingHttpHeaders } from 'node:http';

/** Who a bearer token stands for in the embedded workspace. */
export interface Principal {
  /** SCIM id, a decimal string. */
  readonly id: string;
  readonly userName: string;
  readonly displayName: string;
}

export interface LocalRequest {
  readonly method: string;
  /** Path without the query, percent-decoded. */
  readonly path: string;
  /** Values of `:name` (one segment) and `*name` (the rest) in the route's pattern, percent-decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Parsed JSON body: integers beyond 2^53 come as bigint. `{}` when there is no body. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The body as it came. */
  readonly raw: Buffer;
  readonly principal: Principal;
  /** Base URL of this workspace as the caller knows it, without a slash at the end. */
  readonly baseUrl: string;
}

export interface LocalResponse {
  /** 200 when absent. */
  readonly status?: number;
  /** Sent as JSON (bigints as bare numbers) unless it is a Buffer. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `/api/2.0/repos/:id`, `/api/2.0/mlflow-artifacts/artifacts/*path`. */
  readonly path: string;
  /** Routes outside the token check, for example the index page. */
  readonly open?: boolean;
  /** The body is a file: it is left in `raw` and not read as JSON, whatever it is declared as. */
  readonly bytes?: boolean;
  handle(request: LocalRequest): LocalResponse | Promise<LocalResponse>;
}

/** A refusal in the platform's own shape: `{error_code, message}` with an HTTP status. */
export class ApiRefusal extends Error {
  readonly status: number;
  readonly errorCode: string;
  readonly details: readonly unknown[] | undefined;

  constructor(status: number, errorCode: string, message: string, details?: readonly unknown[]) {
    super(message);
    this.name = 'ApiRefusal';
    this.status = status;
    this.errorCode = errorCode;
    this.details = details;
  }
}
