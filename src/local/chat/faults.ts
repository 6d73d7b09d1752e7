// Trouble on request: what the connector answers instead of doing its work, so that tests and the demo can show how a bot takes it.

export interface Fault {
  /**
   * `status`: answer with that HTTP status and do nothing. `reset`: drop the connection and do nothing. `lost`: do the work, then drop
   * the connection, so that the caller cannot know. `slow`: do the work after `delayMs`. `hang`: never answer, do nothing.
   */
  readonly kind: 'status' | 'reset' | 'lost' | 'slow' | 'hang';
  readonly status?: number;
  /** Service code of the error body; a fitting one is chosen when absent. */
  readonly code?: string;
  /** Seconds; a `status` fault sends no Retry-After without it. */
  readonly retryAfter?: number;
  readonly delayMs?: number;
  /** Only calls with this method, or whose path contains this text. */
  readonly method?: string;
  readonly path?: string;
  /** How many calls it hits; 1 when absent. */
  readonly times?: number;
}

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** The fault for this call, counted as used, or undefined. */
  take(method: string, path: string): Fault | undefined;
}

/** Teams' service code for each status it is known to answer with. */
export const serviceCodes: Readonly<Record<number, string>> = {
  400: 'BadArgument',
  401: 'Unauthorized',
  403: 'BotNotInConversationRoster',
  404: 'ConversationNotFound',
  412: 'PreconditionFailed',
  413: 'MessageSizeTooBig',
  429: 'Throttled',
  500: 'ServiceError',
  502: 'BadGateway',
  503: 'ServiceUnavailable',
  504: 'GatewayTimeout',
};

export function createFaults(): Faults {
  let waiting: { readonly fault: Fault; left: number }[] = [];
  return {
    add(fault) {
      waiting.push({ fault, left: fault.times ?? 1 });
    },
    clear() {
      waiting = [];
    },
    take(method, path) {
      const hit = waiting.find(
        ({ fault }) =>
          (fault.method === undefined || fault.method === method) &&
          (fault.path === undefined || path.includes(fault.path)),
      );
      if (hit === undefined) return undefined;
      hit.left -= 1;
      if (hit.left <= 0) waiting = waiting.filter((each) => each !== hit);
      return hit.fault;
    },
  };
}
