// Times and days as a chat writes them.

/** @param {number} at ms since the epoch */
export const clockTime = (at) => new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });

/** @param {number} at */
export const fullTime = (at) => new Date(at).toLocaleString([], { dateStyle: 'full', timeStyle: 'medium' });

/** @param {number} at */
export function dayName(at) {
  const day = (/** @type {number} */ ms) => new Date(ms).toDateString();
  if (day(at) === day(Date.now())) return 'Today';
  if (day(at) === day(Date.now() - 86_400_000)) return 'Yesterday';
  return new Date(at).toLocaleDateString([], { weekday: 'long', day: 'numeric', month: 'long' });
}
