// Which conversations were seen, and with what address: remembering one is a write, and a write only when something changed.
import type { Person } from '../domain/person.ts';
import type { Place } from '../domain/place.ts';

export interface KnownConversations {
  /** Whether the conversation is new or its address has changed since it was last confirmed. */
  isNews(place: Place, person?: Person): boolean;
  /** Without a person what was confirmed with one stands. */
  confirm(place: Place, person?: Person): void;
  forget(place: Place): void;
  /** True once per conversation: being added arrives as two events. */
  greetOnce(place: Place): boolean;
}

/** Beyond this many the oldest is dropped; it is then remembered once more, which does no harm. */
const AT_MOST = 10_000;

export const createKnownConversations = (): KnownConversations => {
  const seen = new Map<string, string>();
  const greeted = new Map<string, true>();
  return {
    isNews: (place, person) => {
      const known = seen.get(place.conversationId);
      return known !== address(place, person) && (person !== undefined || !known?.startsWith(address(place)));
    },
    confirm: (place, person) => put(seen, place.conversationId, address(place, person)),
    forget: (place) => {
      seen.delete(place.conversationId);
      greeted.delete(place.conversationId);
    },
    greetOnce: (place) => {
      if (greeted.has(place.conversationId)) return false;
      put(greeted, place.conversationId, true);
      return true;
    },
  };
};

const address = (place: Place, person?: Person): string =>
  `${place.serviceUrl} ${place.tenantId} ${place.teamId} ${place.botId} ${place.botName} ${place.scope} ${person?.id ?? ''}`;

const put = <Value>(map: Map<string, Value>, key: string, value: Value): void => {
  if (map.size >= AT_MOST && !map.has(key)) map.delete(map.keys().next().value ?? '');
  map.set(key, value);
};
