// Lossless JSON for a server whose ids are int64: integers that a double cannot hold come in as bigint, and bigints go out as
// bare numbers. Everything else is ordinary JSON.

/** The host's `JSON.rawJSON` (present in the runtime, absent from the compiler's library). */
const rawJson = (JSON as unknown as { rawJSON(this: void, text: string): unknown }).rawJSON;

/**
 * Parses JSON; an integer outside ±(2^53 − 1) becomes a bigint, every other number a number.
 * @throws SyntaxError on text that is not JSON
 */
export function parseJson(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown, context?: { readonly source?: string }): unknown => {
    if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
    const source = context?.source;
    return source !== undefined && /^-?\d+$/.test(source) ? BigInt(source) : value;
  });
}

/** Prints JSON; bigints are written as bare numbers, undefined fields are left out. */
export function printJson(value: unknown): string {
  return JSON.stringify(value, (_key, field: unknown) =>
    typeof field === 'bigint' ? rawJson(field.toString()) : field,
  );
}

/** True for a JSON object (not null, not an array). */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
