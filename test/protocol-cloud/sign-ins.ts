// What Entra knows of people who sign in to a bot: their sign-ins, which are tokens for the bot's application, and how it answers
// when the bot asks to act on behalf of one (with the numbers that it really gives).
import { randomUUID } from 'node:crypto';
import { decodeJwt, UnsecuredJWT } from 'jose';

export interface AssertionWish {
  readonly audience?: string;
  readonly tenant?: string;
}

/** Why Entra does not give a token on behalf of somebody. */
export const ENTRA_REFUSALS = {
  'consent needed': { error: 'invalid_grant', suberror: 'consent_required', error_codes: [65001] },
  expired: { error: 'invalid_grant', error_codes: [500133] },
  revoked: { error: 'invalid_grant', error_codes: [50173] },
  'more factors': { error: 'interaction_required', suberror: 'basic_action', error_codes: [50076] },
  'wrong audience': { error: 'invalid_grant', error_codes: [500131] },
  'other tenant': { error: 'invalid_grant', error_codes: [90072] },
} as const;
export type EntraRefusal = keyof typeof ENTRA_REFUSALS;

export interface Lent {
  readonly person: string;
  /** Scope without `/.default`: the application id of the system. */
  readonly resource: string;
  readonly token: string;
}

export interface SignIns {
  /** A sign-in of this person (object id) for the bot's application. */
  assertion(person: string, wish?: AssertionWish): string;
  /** How exchanges are answered from now on; undefined: well. */
  refuse(why: EntraRefusal | undefined): void;
  /** Tokens given on behalf of people, oldest first. */
  readonly lent: readonly Lent[];
  /** Answers the token endpoint's form of an on-behalf-of request. */
  answer(form: URLSearchParams): { readonly status: number; readonly body: unknown };
}

/** @param tokenFor the token that a system takes for a person; undefined: Entra does not know the person there */
export const createSignIns = (
  application: string,
  tenant: string,
  tokenFor: (person: string, resource: string) => string | undefined,
): SignIns => {
  const lent: Lent[] = [];
  let refusal: EntraRefusal | undefined;
  const refused = (why: EntraRefusal) => ({
    status: 400,
    body: {
      ...ENTRA_REFUSALS[why],
      error_description: `AADSTS${ENTRA_REFUSALS[why].error_codes[0]}: not for you.`,
      correlation_id: randomUUID(),
      trace_id: randomUUID(),
    },
  });
  return {
    lent,
    assertion: (person, { audience = `api://botid-${application}`, tenant: of = tenant } = {}) =>
      new UnsecuredJWT({ aud: audience, oid: person, tid: of, jti: randomUUID() })
        .setIssuedAt()
        .setExpirationTime('1h')
        .encode(),
    refuse: (why) => {
      refusal = why;
    },
    answer: (form) => {
      if (refusal !== undefined) return refused(refusal);
      const { aud, oid, tid } = decodeJwt(form.get('assertion') ?? '');
      if (aud !== application && aud !== `api://botid-${application}`) return refused('wrong audience');
      if (tid !== tenant) return refused('other tenant');
      const person = String(oid);
      const resource = (form.get('scope') ?? '').split('/.default')[0] ?? '';
      const token = tokenFor(person, resource);
      if (token === undefined) return refused('consent needed');
      lent.push({ person, resource, token });
      return {
        status: 200,
        body: { token_type: 'Bearer', expires_in: 3_600, ext_expires_in: 3_600, access_token: token },
      };
    },
  };
};
