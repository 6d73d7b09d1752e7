// Keeps other pages of the browser from driving this one. The chat has no passwords (it plays several people on loopback), so a foreign
// site must neither call it nor frame it, and a name that merely resolves to loopback (DNS rebinding) must not reach it.
import type { IncomingHttpHeaders } from 'node:http';

/** Why a request is refused, or undefined when it may pass. `host` is what this server is reached by, e.g. `127.0.0.1:3980`. */
export function foreign(headers: IncomingHttpHeaders, port: number): string | undefined {
  const own = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!own.includes(headers.host ?? '')) return 'this server answers only to its loopback name';
  const origin = headers.origin;
  if (origin !== undefined && !own.includes(origin.replace(/^http:\/\//, ''))) {
    return 'requests from other pages are refused';
  }
  const site = headers['sec-fetch-site'];
  // A link that leads here from elsewhere is a plain navigation and harmless; anything else from another site is not.
  if (site === 'cross-site' && headers['sec-fetch-mode'] !== 'navigate') {
    return 'requests from other pages are refused';
  }
  return undefined;
}

/** Sent with every answer. Scripts and styles come from this server only; cards may show pictures from https addresses. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: https:",
    "connect-src 'self'",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};
