// Keeps web pages away from a server that has no credentials. A page in a browser can send requests to loopback, and by
// DNS rebinding it can even pose as the same site; its Host and Origin headers give it away.
import type { IncomingHttpHeaders } from 'node:http';

/** Whether a request may drive a demo server: addressed to this machine by name, and not sent by a page of another site. */
export const isFromThisMachine = (headers: IncomingHttpHeaders): boolean => {
  const host = headers.host?.toLowerCase();
  if (host === undefined || !/^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/.test(host)) return false;
  if (headers['sec-fetch-site'] === 'cross-site') return false;
  const { origin } = headers;
  return origin === undefined || origin.toLowerCase() === `http://${host}`;
};
