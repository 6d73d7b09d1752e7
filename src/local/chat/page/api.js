// The page's line to its server: requests as JSON, and the stream of what happens.

/**
 * @typedef {{key: string, name: string, role: string, id: string}} Person
 * @typedef {{key: string, id: string, kind: 'personal' | 'groupChat' | 'channel', name: string, members: string[], team?: {name: string}}} Conversation
 * @typedef {{contentType: string, content?: unknown, contentUrl?: string, name?: string}} Attachment
 * @typedef {{id: string, conversation: string, root: string | null, author: string, text: string, textFormat: string, attachments: Attachment[], suggestions: {title: string, value: string}[], summary: string, important: boolean, at: number, editedAt: number | null, deleted: boolean}} Message
 * @typedef {{bot: {id: string, name: string}, people: Person[], conversations: Conversation[], commands: {title: string, description: string}[]}} Info
 * @typedef {{kind: 'card', card: unknown} | {kind: 'message' | 'sent', text: string} | {kind: 'signIn', text: string, title: string, url: string} | {kind: 'error', text: string, detail: string}} Outcome
 * @typedef {{kind: 'message', message: Message} | {kind: 'changed', message: Message} | {kind: 'typing', conversation: string, root: string | null} | {kind: 'delivery', conversation: string, message: string, state: string, reason: string}} ChatEvent
 */

/**
 * @param {string} path
 * @param {unknown} [body] sent with POST when given
 * @returns {Promise<any>}
 */
export async function call(path, body) {
  const response = await fetch(
    path,
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
  );
  const answer = await response.json();
  if (!response.ok) throw new Error(answer?.error?.message ?? `HTTP ${response.status}`);
  return answer;
}

/**
 * Follows the stream; the browser connects again by itself.
 * @param {(event: ChatEvent) => void} onEvent
 * @param {(connected: boolean) => void} onLine also true again after every reconnect
 */
export function follow(onEvent, onLine) {
  const source = new EventSource('/api/events');
  source.addEventListener('message', (event) => onEvent(JSON.parse(event.data)));
  source.addEventListener('open', () => onLine(true));
  source.addEventListener('error', () => onLine(false));
}
