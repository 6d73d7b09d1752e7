// Tells every open page (and every waiting test) what happened, as it happens: Server-Sent Events over one connection per page.
import type { ServerResponse } from 'node:http';
import type { Message } from './message.ts';

export type ChatEvent =
  | { readonly kind: 'message'; readonly message: Message }
  /** Text or card changed in place, by an edit of its author. */
  | { readonly kind: 'changed'; readonly message: Message }
  | { readonly kind: 'typing'; readonly conversation: string; readonly root: string | null }
  /** What became of something a person sent to the bot. */
  | {
      readonly kind: 'delivery';
      readonly conversation: string;
      readonly message: string;
      readonly state: 'answered' | 'failed';
      readonly reason: string;
    };

export interface Hub {
  publish(event: ChatEvent): void;
  /** Streams to a page until it goes away. */
  attach(response: ServerResponse): void;
  listen(listener: (event: ChatEvent) => void): () => void;
  close(): void;
}

export function createHub(): Hub {
  const pages = new Set<ServerResponse>();
  const listeners = new Set<(event: ChatEvent) => void>();
  // A comment line now and then keeps proxies and laptops from closing a silent stream.
  const pulse = setInterval(() => {
    for (const page of pages) page.write(': still here\n\n');
  }, 20_000);
  pulse.unref();
  return {
    publish(event) {
      const text = `data: ${JSON.stringify(event)}\n\n`;
      for (const page of pages) page.write(text);
      for (const listener of listeners) listener(event);
    },
    attach(response) {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write('retry: 1000\n\n');
      pages.add(response);
      response.on('close', () => pages.delete(response));
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      clearInterval(pulse);
      for (const page of pages) page.end();
      pages.clear();
      listeners.clear();
    },
  };
}
