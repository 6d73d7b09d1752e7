// Takes secrets out of text from outside before anybody can see it: the platform may repeat what it was sent.

/** Personal access tokens, bearer and basic headers, JSON web tokens, and passwords in addresses. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/\bdapi[0-9a-f]{16,}(-\d+)?\b/gi, '[secret]'],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, '$1 [secret]'],
  [/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, '[secret]'],
  [/(\w+:\/\/)[^@/\s"']+@/g, '$1[secret]@'],
  [/([?&](?:token|sig|secret|password|code|access_token)=)[^&\s"']+/gi, '$1[secret]'],
];

/** @param known secrets that were sent with the request, whatever they look like */
export const withoutSecrets = (text: string, ...known: readonly string[]): string =>
  SECRETS.reduce(
    (clean, [pattern, instead]) => clean.replace(pattern, instead),
    known
      .filter((secret) => secret !== '')
      .reduce((clean, secret) => clean.replaceAll(secret, '[secret]'), text),
  );
