// Acting as a person: their sign-in is exchanged at Entra for a token of another system (the on-behalf-of grant). What Entra
// refuses is told apart by its codes; brickbot's own rights are never taken in their place.
import { decodeJwt } from 'jose';
import { Fault } from '../base/errors.ts';
import { outside } from '../base/telemetry.ts';
import type { Person } from '../domain/person.ts';
import { type Application, msalApplication } from './application.ts';
import { entraFault } from './entra.ts';
import type { Token } from './kept-token.ts';

/** Systems that can be asked as a person, with their application ids in Entra (the same in every tenant). */
export const SYSTEMS = {
  Databricks: '2ff814a6-3304-4ab8-85cb-cd0e6f879c1d',
  'Azure DevOps': '499b84ac-1321-427f-aa17-267ca6975798',
} as const;
export type System = keyof typeof SYSTEMS;

export interface OnBehalf {
  /**
   * A token of the system for the person.
   * @param assertion what their sign-in gave: a token for this application
   * @throws Fault `sign-in-needed`, `consent-needed`, `sign-in-refused`, `upstream-unreachable`
   */
  token(person: Person, assertion: string, system: System): Promise<Token>;
}

export const onBehalf = (application: Application): OnBehalf => {
  let made: ReturnType<typeof msalApplication> | undefined;
  return {
    token: (person, assertion, system) =>
      outside('Entra', 'token on behalf', async () => {
        made ??= msalApplication(application);
        try {
          const result = await (await made).acquireTokenOnBehalfOf({
            oboAssertion: assertion,
            scopes: [`${SYSTEMS[system]}/.default`],
            // Tokens are kept sealed by the house; msal's memory would outlive a sign-out.
            skipCache: true,
          });
          if (!result) throw refusal('sign-in-refused', person, system);
          return {
            value: result.accessToken,
            expiresAt: result.expiresOn?.getTime() ?? Date.now() + 300_000,
          };
        } catch (error) {
          throw error instanceof Fault ? error : exchangeFault(error, person, system);
        }
      }),
  };
};

/**
 * Whether a sign-in is that of this person for this application. The token came from the token service over TLS; this keeps
 * somebody from acting with the account of another who signed in for them, and tokens meant for others out.
 */
export const isSignInOf = (
  assertion: string,
  person: Person,
  { clientId, tenantId, botId = clientId }: Pick<Application, 'clientId' | 'tenantId' | 'botId'>,
): boolean => {
  try {
    const { aud, oid, tid } = decodeJwt(assertion);
    return (
      [clientId, `api://${clientId}`, `api://botid-${botId}`].includes(String(aud)) &&
      String(oid).toLowerCase() === person.id.toLowerCase() &&
      tid === tenantId
    );
  } catch {
    return false;
  }
};

type SignInCode = 'sign-in-needed' | 'consent-needed' | 'sign-in-refused';

export const refusal = (code: SignInCode, person: Person, system: string, cause?: string): Fault =>
  new Fault(code, {
    system: 'Entra',
    changed: 'no',
    facts: { person: person.name, system },
    ...(cause !== undefined && { cause: Object.assign(new Error(cause), { code: cause }) }),
  });

/** Numbers of Entra: consent was never given or was withdrawn. */
const NO_CONSENT = ['65001', '65004', '90094', '7000112'];
/** The sign-in has ended: expired, revoked, password changed, more factors asked for. */
const ENDED = ['500133', '50173', '70043', '700082', '50076', '50079', '50158', '53003', '50078'];

/** By Entra's own codes, never by its sentences. */
const exchangeFault = (error: unknown, person: Person, system: System): Fault => {
  const {
    errorCode = '',
    subError = '',
    errorNo,
  } = error as {
    errorCode?: string;
    subError?: string;
    errorNo?: string | number;
  };
  const number = String(errorNo ?? '');
  if (subError === 'consent_required' || errorCode === 'consent_required' || NO_CONSENT.includes(number))
    return refusal('consent-needed', person, system, errorCode);
  if (
    ENDED.includes(number) ||
    ['interaction_required', 'login_required', 'bad_token'].includes(errorCode) ||
    subError === 'bad_token'
  )
    return refusal('sign-in-needed', person, system, errorCode);
  if (errorCode === 'invalid_grant') return refusal('sign-in-refused', person, system, errorCode);
  return entraFault(error);
};
