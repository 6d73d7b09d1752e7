// Small things that are read out of the answers of Azure DevOps: how long to wait, and what it says without the secrets in it.

/** Tokens of both lengths, headers and addresses with passwords: the service may repeat what it was sent. */
export const withoutSecrets = (text: string): string =>
  text
    .replace(/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, '$1 [secret]')
    .replace(/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, '[secret]')
    .replace(/\b[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}\b|\b[a-z2-7]{52}\b/g, '[secret]')
    .replace(/(\w+:\/\/)[^@/\s"']+@/g, '$1[secret]@');

/** Seconds or a date, as ms from now. */
export const retryAfter = (header: string | undefined, now: number): number | undefined => {
  if (header === undefined) return undefined;
  if (/^\d+(\.\d+)?$/.test(header.trim())) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
};
