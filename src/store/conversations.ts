// Conversations that brickbot was seen in: how to reach them again, and what people set for them.
import { sql } from 'kysely';
import { type Place, unopened } from '../domain/place.ts';
import { type Access, jsonText } from './schema.ts';

/** What people set for a conversation. */
export interface PlaceSettings {
  /** Environment of a command that names none. */
  readonly environment?: string;
}

/** Stores the newest address of a conversation. The thread is no part of it; `personId` is whom a one-to-one is with. */
export const rememberConversation = async (
  db: Access,
  place: Place,
  { personId, now }: { readonly personId?: string; readonly now: number },
): Promise<void> => {
  const { threadId: _thread, ...address } = place;
  const row = {
    scope: place.scope,
    place: jsonText(address),
    seen_at: now,
    gone_at: null,
    ...(personId !== undefined && { person_id: personId }),
  };
  await db
    .insertInto('conversations')
    .values({ conversation: place.conversationId, settings: '{}', ...row })
    .onConflict((conflict) => conflict.column('conversation').doUpdateSet(row))
    .execute();
};

/** brickbot was taken out of it: nothing is posted there until it is seen again. */
export const conversationGone = async (db: Access, conversation: string, now: number): Promise<void> => {
  await db
    .updateTable('conversations')
    .set({ gone_at: now })
    .where('conversation', '=', conversation)
    .execute();
};

/** The one-to-one conversation with a person, when there is one that still stands. */
export const personalPlace = async (db: Access, personId: string): Promise<Place | undefined> =>
  (
    await db
      .selectFrom('conversations')
      .select('place')
      .where('person_id', '=', personId)
      .where('gone_at', 'is', null)
      .orderBy('seen_at', 'desc')
      .limit(1)
      .executeTakeFirst()
  )?.place as Place | undefined;

/** Conversations of several people that brickbot is in, the latest seen first. */
export const sharedPlaces = async (db: Access, limit: number): Promise<readonly Place[]> =>
  (
    await db
      .selectFrom('conversations')
      .select('place')
      .where('scope', 'in', ['channel', 'group'])
      .where('gone_at', 'is', null)
      .orderBy('seen_at', 'desc')
      .limit(limit)
      .execute()
  ).map(({ place }) => place as Place);

/** Shared places that are looked through for one from which a conversation can be opened. */
const NEAR = 20;

/**
 * The way to a person alone: the conversation that stands, else one to be opened from a place that people of the tenant share with
 * brickbot. Undefined where there is no such place, and for a name that is no id: Teams opens no conversation with a principal name.
 */
export const wayTo = async (db: Access, personId: string): Promise<Place | undefined> => {
  const known = await personalPlace(db, personId);
  if (known || personId.includes('@')) return known;
  const near = (await sharedPlaces(db, NEAR)).find(({ tenantId }) => tenantId !== undefined);
  return near && unopened(personId, near);
};

export const knownPlace = async (db: Access, conversation: string): Promise<Place | undefined> =>
  (
    await db
      .selectFrom('conversations')
      .select('place')
      .where('conversation', '=', conversation)
      .where('gone_at', 'is', null)
      .executeTakeFirst()
  )?.place as Place | undefined;

export const placeSettings = async (db: Access, conversation: string): Promise<PlaceSettings> =>
  ((
    await db
      .selectFrom('conversations')
      .select('settings')
      .where('conversation', '=', conversation)
      .executeTakeFirst()
  )?.settings ?? {}) as PlaceSettings;

/** Sets what is given and leaves the rest; the conversation must have been remembered before. */
export const setPlaceSettings = async (
  db: Access,
  conversation: string,
  settings: PlaceSettings,
): Promise<void> => {
  await sql`update conversations set settings = (settings::jsonb || ${jsonText(settings)}::jsonb)::json
    where conversation = ${conversation}`.execute(db);
};
