// The invokes of a sign-in, read once from what arrived.
import { z } from 'zod';
import type { Person } from '../domain/person.ts';

/** Names of the invokes that belong to signing in. */
export const SIGN_IN_INVOKES: ReadonlySet<string> = new Set([
  'signin/tokenExchange',
  'signin/verifyState',
  'signin/failure',
]);

export type SignInInvoke = {
  readonly person: Person;
  /** Id by which the token service knows the person. */
  readonly userId: string;
  readonly channelId: string;
} & (
  | {
      readonly kind: 'exchange';
      readonly id: string;
      readonly connectionName: string;
      readonly token: string;
    }
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'failure'; readonly code: string }
);

const text = (most: number) => z.string().min(1).max(most);
const envelope = z.object({
  name: z.string(),
  channelId: text(100),
  from: z.object({ id: text(1_024), aadObjectId: text(100), name: z.string().max(500).default('') }),
});
const exchange = z.object({ id: text(200), connectionName: text(200), token: text(32_000) });
const code = z.object({ state: z.string().regex(/^\d{6}$/) });
const failure = z.object({ code: z.string().max(100).default('unknown') });

/** Undefined for what is no sign-in of a person whom Entra knows. */
export const readSignIn = (activity: unknown): SignInInvoke | undefined => {
  const parsed = envelope.safeParse(activity);
  if (!parsed.success) return undefined;
  const { name, channelId, from } = parsed.data;
  const { value } = activity as { readonly value?: unknown };
  const who = {
    person: { id: from.aadObjectId, name: from.name || 'you' },
    userId: from.id,
    channelId,
  };
  switch (name) {
    case 'signin/tokenExchange': {
      const read = exchange.safeParse(value);
      return read.success ? { ...who, kind: 'exchange', ...read.data } : undefined;
    }
    case 'signin/verifyState': {
      const read = code.safeParse(value);
      return read.success ? { ...who, kind: 'code', code: read.data.state } : undefined;
    }
    case 'signin/failure':
      return { ...who, kind: 'failure', code: failure.safeParse(value).data?.code ?? 'unknown' };
    default:
      return undefined;
  }
};
