// Sign-ins and sealed tokens. What is sealed goes in and comes out as it is: opening it is not this room's business.
import type { Access, Trx } from './schema.ts';

export interface SignIn {
  readonly personId: string;
  readonly userId: string;
  readonly channelId: string;
}

export const rememberSignIn = async (
  db: Access,
  { personId, userId, channelId }: SignIn,
  now: number,
): Promise<void> => {
  const row = { user_id: userId, channel_id: channelId, at: now };
  await db
    .insertInto('sign_ins')
    .values({ person_id: personId, ...row })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet(row))
    .execute();
};

export const signInOf = async (db: Access, personId: string): Promise<SignIn | undefined> => {
  const row = await db
    .selectFrom('sign_ins')
    .selectAll()
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row && { personId, userId: row.user_id, channelId: row.channel_id };
};

/** Everything that is known of a person's sign-in is gone. */
export const forgetSignIn = async (trx: Trx, personId: string): Promise<void> => {
  await trx.deleteFrom('sealed_tokens').where('person_id', '=', personId).execute();
  await trx.deleteFrom('sign_ins').where('person_id', '=', personId).execute();
};

export const sealedToken = async (
  db: Access,
  personId: string,
  system: string,
): Promise<{ readonly sealed: string; readonly expiresAt: number } | undefined> => {
  const row = await db
    .selectFrom('sealed_tokens')
    .select(['sealed', 'expires_at'])
    .where('person_id', '=', personId)
    .where('system', '=', system)
    .executeTakeFirst();
  return row && { sealed: row.sealed, expiresAt: row.expires_at };
};

export const keepSealedToken = async (
  db: Access,
  token: {
    readonly personId: string;
    readonly system: string;
    readonly sealed: string;
    readonly expiresAt: number;
  },
): Promise<void> => {
  const row = { sealed: token.sealed, expires_at: token.expiresAt };
  await db
    .insertInto('sealed_tokens')
    .values({ person_id: token.personId, system: token.system, ...row })
    .onConflict((conflict) => conflict.columns(['person_id', 'system']).doUpdateSet(row))
    .execute();
};

export const dropSealedTokens = async (db: Access, personId: string, system?: string): Promise<void> => {
  const drop = db.deleteFrom('sealed_tokens').where('person_id', '=', personId);
  await (system === undefined ? drop : drop.where('system', '=', system)).execute();
};

/** Ids of exchanges are kept this long, in ms: clients send theirs within seconds. */
const EXCHANGES_KEPT = 24 * 3_600_000;

/** True for the first of several deliveries of the same exchange, wherever the others arrive. */
export const firstExchange = async (db: Access, id: string, now: number): Promise<boolean> => {
  await db
    .deleteFrom('token_exchanges')
    .where('at', '<', now - EXCHANGES_KEPT)
    .execute();
  const added = await db
    .insertInto('token_exchanges')
    .values({ id, at: now })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  return added !== undefined;
};

/** An exchange that failed may be tried again. */
export const forgetExchange = async (db: Access, id: string): Promise<void> => {
  await db.deleteFrom('token_exchanges').where('id', '=', id).execute();
};

/** Operations of a person that met a fault and have not ended: what waits for a sign-in is among them. */
export const troubledOperationsOf = async (
  db: Access,
  personId: string,
): Promise<readonly { readonly op: string; readonly kind: string; readonly input: unknown }[]> =>
  db
    .selectFrom('operations')
    .select(['op', 'kind', 'input'])
    .where('requester_id', '=', personId)
    .where('ended_at', 'is', null)
    .where('faults', '>', 0)
    .execute();
