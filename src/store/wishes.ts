// Who waits to hear that an environment is free, and who asked its holder for it.
import type { Selectable } from 'kysely';
import type { Person } from '../domain/person.ts';
import type { Place } from '../domain/place.ts';
import { type Access, jsonText, type Trx } from './schema.ts';
import type { LockWishTable } from './tables/plans.ts';

export interface Wish {
  readonly environment: string;
  readonly person: Person;
  readonly place: Place;
  readonly asked: boolean;
}

/** One wish a person and environment: asking for it is more than wanting to hear. */
export const addWish = async (db: Access, wish: Wish & { readonly now: number }): Promise<void> => {
  const { name, locale } = wish.person;
  const row = {
    person_name: name,
    person_locale: locale ?? null,
    place: jsonText(wish.place),
    at: wish.now,
  };
  await db
    .insertInto('lock_wishes')
    .values({ environment: wish.environment, person_id: wish.person.id, asked: wish.asked, ...row })
    .onConflict((conflict) =>
      conflict
        .columns(['environment', 'person_id'])
        .doUpdateSet({ ...row, ...(wish.asked && { asked: true }) }),
    )
    .execute();
};

/** In the order of wishing. */
export const wishesFor = async (db: Access, environment: string): Promise<readonly Wish[]> =>
  (
    await db
      .selectFrom('lock_wishes')
      .selectAll()
      .where('environment', '=', environment)
      .orderBy('at')
      .execute()
  ).map(wishOf);

const wishOf = (row: Selectable<LockWishTable>): Wish => ({
  environment: row.environment,
  person: {
    id: row.person_id,
    name: row.person_name,
    ...(row.person_locale !== null && { locale: row.person_locale }),
  },
  place: row.place as Place,
  asked: row.asked,
});

/** Takes wishes away, of one person or of all; gives those that were there. */
export const takeWishes = async (
  trx: Trx,
  environment: string,
  personId?: string,
): Promise<readonly Wish[]> => {
  let query = trx.deleteFrom('lock_wishes').where('environment', '=', environment);
  if (personId !== undefined) query = query.where('person_id', '=', personId);
  return (await query.returningAll().execute()).map(wishOf);
};

/** Environments that somebody waits for. */
export const wishedFor = async (db: Access): Promise<readonly string[]> =>
  (await db.selectFrom('lock_wishes').select('environment').distinct().execute()).map(
    ({ environment }) => environment,
  );

/** People that brickbot has met, by the name they go by or by id, whatever the case; the newest first. */
export const peopleCalled = async (db: Access, name: string): Promise<readonly Person[]> => {
  const wanted = name.toLowerCase();
  const rows = await db
    .selectFrom('audit')
    .select(['person_id', 'person_name'])
    .select((is) => is.fn.max('seq').as('seq'))
    .where('person_id', 'is not', null)
    .where((is) =>
      is.or([
        is(is.fn<string>('lower', ['person_id']), '=', wanted),
        is(is.fn<string>('lower', ['person_name']), '=', wanted),
        is(is.fn<string>('lower', ['person_name']), 'like', `${wanted.replaceAll(/[%_\\]/g, '\\$&')} %`),
      ]),
    )
    .groupBy(['person_id', 'person_name'])
    .orderBy('seq', 'desc')
    .limit(20)
    .execute();
  const people = new Map<string, Person>();
  for (const { person_id: id, person_name: said } of rows)
    if (id !== null && !people.has(id)) people.set(id, { id, name: said ?? id });
  return [...people.values()];
};
