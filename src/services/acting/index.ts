// Acting as the person who asked: where an environment says `identity: user`, its systems are called with the token of that person,
// or not at all. The token service of the Bot Framework keeps people's sign-ins; short-lived tokens are kept here, sealed.
import type { Clock } from '../../base/clock.ts';
import { asFault, Fault } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import { personOf } from '../../domain/audit.ts';
import { hasEnded } from '../../domain/operation.ts';
import type { Person } from '../../domain/person.ts';
import { TERMINAL_PERSON } from '../../domain/roles.ts';
import type { Application } from '../../identity/application.ts';
import { isSignInOf, type OnBehalf, refusal, type System } from '../../identity/on-behalf.ts';
import type { Seal } from '../../identity/seal.ts';
import type { Store } from '../../store/index.ts';
import {
  dropSealedTokens,
  forgetSignIn,
  keepSealedToken,
  rememberSignIn,
  type SignIn,
  sealedToken,
  signInOf,
  troubledOperationsOf,
} from '../../store/sign-ins.ts';
import type { Audit } from '../audit/index.ts';
import type { Operations } from '../operations/index.ts';

/** The token service behind the bot's OAuth connection, as the Teams edge reaches it. */
export interface SignInService {
  /**
   * What the person's sign-in gives now: a token for brickbot's application. Undefined when they are not signed in.
   * @throws Fault `upstream-unreachable` when the service does not say
   */
  assertion(signIn: SignIn): Promise<string | undefined>;
  signOut(signIn: SignIn): Promise<void>;
}

export interface Acting {
  /**
   * @throws Fault `sign-in-needed`, `consent-needed`, `sign-in-refused`, `sign-in-not-set-up`, `upstream-unreachable`
   */
  token(person: Person, system: System): Promise<string>;
  /** After the system refused the kept one: it is forgotten and the sign-in is asked for another. */
  renew(person: Person, system: System): Promise<string>;
  /**
   * A sign-in has come in: it is looked at, tried, remembered, and what waits for it goes on.
   * @returns the operations that go on
   * @throws Fault `sign-in-refused`, `consent-needed`, `sign-in-needed`
   */
  signedIn(person: Person, signIn: SignIn, assertion: string): Promise<readonly string[]>;
  /** Forgets the person's sign-in here and at the token service. @returns whether there was one */
  signOut(person: Person): Promise<boolean>;
  /** Whether an operation that was just asked for will wait until its requester has signed in for the first time. */
  waitsForSignIn(op: string): Promise<boolean>;
  /** Whether people can sign in here at all. */
  readonly ready: boolean;
  /** The Teams edge, once there is one. */
  join(service: SignInService): void;
}

export interface ActingTools {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly audit: Audit;
  readonly operations: Operations;
  /** Absent: the settings hold none. */
  readonly application: Application | undefined;
  readonly onBehalf: OnBehalf | undefined;
  readonly seal: Seal | undefined;
  /** Whether the settings name an OAuth connection. */
  readonly connection: string | undefined;
  /** Where brickbot is to act as people at all. */
  readonly systems: readonly System[];
  /** Where this operation acts as its requester; undefined: nowhere. */
  systemOf(operation: { readonly kind: string; readonly input: unknown }): System | undefined;
}

/** A token is not used in its last two minutes, in ms. */
const MARGIN = 120_000;

export const actingService = (tools: ActingTools): Acting => {
  const { store, clock, log, application, seal, onBehalf } = tools;
  let service: SignInService | undefined;
  const underWay = new Map<string, Promise<string>>();
  const rowName = (person: Person, system: System): string => `${person.id} ${system}`;

  /** At once, also where an operation would wait for a sign-in: there it would wait in vain. */
  const refuseTerminal = ({ id }: Person): void => {
    if (id === TERMINAL_PERSON) throw new Fault('sign-in-elsewhere', { changed: 'no' });
  };

  const set = () => {
    const missing = !tools.connection
      ? 'BRICKBOT_OAUTH_CONNECTION'
      : !application || !onBehalf
        ? 'AZURE_CLIENT_ID with its secret'
        : !seal
          ? 'BRICKBOT_SECRET_KEY'
          : undefined;
    if (missing !== undefined || !application || !onBehalf || !seal)
      throw new Fault('sign-in-not-set-up', { changed: 'no', facts: { what: missing ?? 'a setting' } });
    return { application, onBehalf, seal };
  };

  const kept = async (person: Person, system: System): Promise<string | undefined> => {
    const row = await sealedToken(store.db, person.id, system);
    if (!row || row.expiresAt - MARGIN <= clock.now()) return undefined;
    return seal?.open(row.sealed, rowName(person, system));
  };

  const exchange = async (person: Person, system: System, assertion: string): Promise<string> => {
    const ready = set();
    if (!isSignInOf(assertion, person, ready.application)) throw refusal('sign-in-refused', person, system);
    try {
      const token = await ready.onBehalf.token(person, assertion, system);
      await keepSealedToken(store.db, {
        personId: person.id,
        system,
        sealed: ready.seal.close(token.value, rowName(person, system)),
        expiresAt: token.expiresAt,
      });
      return token.value;
    } catch (error) {
      const { code } = asFault(error);
      // A withdrawn consent ends what was got by it, whatever its remaining life.
      if (code !== 'upstream-unreachable') await dropSealedTokens(store.db, person.id, system);
      throw error;
    }
  };

  const fetch = async (person: Person, system: System): Promise<string> => {
    set();
    const signIn = await signInOf(store.db, person.id);
    const assertion = signIn && (await service?.assertion(signIn));
    if (!assertion) throw refusal('sign-in-needed', person, system);
    return exchange(person, system, assertion);
  };

  /** Many requests of one person wait for one exchange. */
  const once = (name: string, work: () => Promise<string>): Promise<string> => {
    const running = underWay.get(name) ?? work().finally(() => underWay.delete(name));
    underWay.set(name, running);
    return running;
  };

  return {
    ready: Boolean(tools.connection && application && seal),
    token: (person, system) =>
      once(rowName(person, system), async () => {
        refuseTerminal(person);
        return (await kept(person, system)) ?? (await fetch(person, system));
      }),
    renew: (person, system) =>
      // Under a name of its own: whoever is being given the kept token is given the refused one.
      once(`${rowName(person, system)} anew`, async () => {
        await dropSealedTokens(store.db, person.id, system);
        return fetch(person, system);
      }),
    signedIn: async (person, signIn, assertion) => {
      // Tried now, so that what Entra has against it is said now.
      for (const system of tools.systems) await exchange(person, system, assertion);
      const troubled = await troubledOperationsOf(store.db, person.id);
      const waiting = troubled.filter((each) => tools.systemOf(each)).map(({ op }) => op);
      await store.transaction(async (trx) => {
        await rememberSignIn(trx, signIn, clock.now());
        await tools.audit.record(
          [{ kind: 'decided', verdict: 'allowed', at: clock.now(), ...personOf(person), code: 'signed-in' }],
          trx,
        );
        for (const op of waiting) await tools.operations.stir(trx, op);
      });
      log.info({ waiting: waiting.length }, 'somebody signed in');
      return waiting;
    },
    signOut: async (person) => {
      const signIn = await signInOf(store.db, person.id);
      if (!signIn) return false;
      await store.transaction((trx) => forgetSignIn(trx, person.id));
      await service?.signOut(signIn);
      return true;
    },
    waitsForSignIn: async (op) => {
      const operation = await tools.operations.find(op);
      if (!operation || hasEnded(operation.state) || tools.systemOf(operation) === undefined) return false;
      return (await signInOf(store.db, operation.requester.id)) === undefined;
    },
    join: (joined) => {
      service = joined;
    },
  };
};
