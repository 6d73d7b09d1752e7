// JSON without loss: Databricks' ids are int64 and may exceed 2^53, where JSON.parse alone would silently change them.

/** A number of sixteen digits or more where a value may begin; within a text it may look so too, which costs time and nothing else. */
const MAY_LOSE = /(?:^|[[:,\s])-?\d{16}/;

/** Parses JSON; whole numbers beyond 2^53 come as decimal strings, everything else as usual. @throws SyntaxError */
export const parseLossless = (text: string): unknown =>
  // Looking at every value takes ten times as long, and most answers hold no such number.
  MAY_LOSE.test(text) ? parseCarefully(text) : JSON.parse(text);

const parseCarefully = (text: string): unknown =>
  JSON.parse(text, (_key, value: unknown, context?: { readonly source?: string }) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '')
      ? context?.source
      : value,
  );

/** A decimal id as a bare JSON number, however large. Anything but digits is refused: ids come from people, too. */
export const bareId = (id: string): unknown => {
  if (!/^-?\d{1,20}$/.test(id)) throw new SyntaxError('not an id');
  return (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(id);
};
