// An operation that works as a person waits for them to sign in: it says so on its card, and to them alone where that is possible.
import type { ErrorCode } from '../../base/catalogue.ts';
import { inLanguage, languageOf, phrase } from '../../base/language.ts';
import type { Operation } from '../../domain/operation.ts';
import { wayTo } from '../../store/conversations.ts';
import { addPost } from '../../store/posts.ts';
import type { Trx } from '../../store/schema.ts';
import { signInOf } from '../../store/sign-ins.ts';
import type { EngineParts } from './engine-parts.ts';

/** Faults that end when the person signs in. */
export const WAITS_FOR_SIGN_IN: ReadonlySet<ErrorCode> = new Set(['sign-in-needed', 'consent-needed']);
/** How often it looks by itself, in ms; a sign-in wakes it at once. */
export const SIGN_IN_LOOK_MS = 10 * 60_000;
/** After this many looks it is given up: three hours. */
export const SIGN_IN_LOOKS = 18;

/** Tells the requester in their one-to-one conversation, where there is one or a way to open it. */
export const askToSignIn = async (
  { store, clock }: Pick<EngineParts, 'store' | 'clock'>,
  trx: Trx,
  { op, requester, place: asked }: Pick<Operation, 'op' | 'requester' | 'place'>,
): Promise<void> => {
  // Whoever asks alone and has never signed in is given the card for it at once.
  if (asked.scope === 'personal' && !(await signInOf(trx, requester.id))) return;
  const place = await wayTo(trx, requester.id);
  if (!place) return;
  const text = inLanguage(languageOf(requester.locale), () =>
    phrase('op {op} waits for you to sign in. Write “sign in” here; it goes on by itself then.', { op }),
  );
  await addPost(trx, { kind: 'message', place, message: { text, summary: text }, now: clock.now() });
  await store.queue.wake(trx, 'posts', { key: place.conversationId });
};
