// The bot's side of a turn: what came in is handed to dispatch, the answer goes back into the same conversation. A slim
// handler on purpose: the SDK's ActivityHandler and TeamsActivityHandler cost a third of a turn and are not needed.
import { setImmediate as afterwards } from 'node:timers/promises';
import type { TurnContext } from 'botbuilder';
import type { Clock } from '../base/clock.ts';
import { asFault } from '../base/errors.ts';
import { inLanguage, languageOf, phrase } from '../base/language.ts';
import type { Log } from '../base/log.ts';
import { inSpan, measure } from '../base/telemetry.ts';
import type { Answer, Dispatch } from '../commands/answer.ts';
import type { Finder } from '../commands/finder.ts';
import type { Message } from '../domain/delivery.ts';
import type { Person } from '../domain/person.ts';
import type { Place } from '../domain/place.ts';
import type { Press, Utterance } from '../domain/utterance.ts';
import { readActivity, readLocale, readPlace } from './activity.ts';
import { invokeAnswer } from './adapter.ts';
import type { Connector } from './connector.ts';
import { answerExtension, type ExtensionAsk, readExtension, slowBody } from './extension.ts';
import { invokeBody } from './invoke-body.ts';
import { createKnownConversations } from './known-conversations.ts';
import { sendReply } from './reply.ts';
import type { SignInEdge, SignInHouse } from './sign-in.ts';
import { SIGN_IN_INVOKES } from './sign-in-activity.ts';

export interface BotParts {
  readonly dispatch: Dispatch;
  /** Search from the message box and previews of links; absent: there are none. */
  readonly finder?: Finder;
  /** Called when a conversation is new or its address has changed; the place carries no thread. `person`: whom a one-to-one is with. */
  readonly remember: (place: Place, person?: Person) => void | Promise<void>;
  /** Called when brickbot was taken out of a conversation. */
  readonly forget?: (place: Place) => void | Promise<void>;
  /** What to say where brickbot was just added; `silence` where it has greeted before. */
  readonly welcome: (place: Place) => Answer | Promise<Answer>;
  /** What happens when somebody signs in; without it, and without the edge, nobody can. */
  readonly signIns?: SignInHouse;
  readonly signIn?: SignInEdge;
  readonly connector: Connector;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Bot {
  turn(context: TurnContext): Promise<void>;
  /** Resolves when nobody waits for the answer of a turn. */
  quiet(): Promise<void>;
  /** Resolves when nothing is under way any more, what went on after its request was answered included. */
  idle(): Promise<void>;
}

/** Teams delivers a message again after 15 s without an answer, and shows an error for a press that waits longer. */
const PATIENCE = 10_000;
/** Teams gives a search in the message box 5 s. */
const SEARCH_PATIENCE = 4_000;
const EDITED =
  'An edited message is not read again, so nothing was started. Send the command as a new message.';
/** Failures that end with a sign-in. */
const SIGN_IN_HELPS: ReadonlySet<string> = new Set(['sign-in-needed', 'consent-needed', 'sign-in-refused']);
/** Activities that are told apart when turns are measured. */
const KINDS: ReadonlySet<string> = new Set(['message', 'invoke', 'conversationUpdate']);
const STILL_WORKING = 'Still working on it: the answer follows here.';

export const createBot = (parts: BotParts): Bot => {
  const { dispatch, connector, clock, log } = parts;
  const conversations = createKnownConversations();
  const turns = new Set<Promise<unknown>>();
  const underWay = new Set<Promise<unknown>>();
  let written: Promise<unknown> = Promise.resolve();

  const reply = (place: Place, message: Message): Promise<void> =>
    sendReply(connector, place, message, { clock, log });
  const say = async (place: Place, answer: Answer): Promise<void> => {
    const message = messageOf(answer);
    if (message) await reply(place, message);
  };
  const ask = async (utterance: Utterance): Promise<Answer> => {
    try {
      return await dispatch(utterance);
    } catch (error) {
      const fault = asFault(error);
      log.error({ error, activity: utterance.id }, 'a turn failed');
      return { kind: 'text', text: `${fault.what} ${fault.next}` };
    }
  };
  /** One after the other: being taken out of a conversation is written after what was remembered of it. */
  const inOrder = (write: () => void | Promise<void>): Promise<void> => {
    const mine = written.then(write);
    written = mine.catch(() => {});
    return mine;
  };
  const remember = async (place: Place, person?: Person): Promise<void> => {
    const other = place.scope === 'personal' ? person : undefined;
    if (!conversations.isNews(place, other)) return;
    const { threadId: _thread, ...conversation } = place;
    conversations.confirm(place, other);
    try {
      await inOrder(() => parts.remember(conversation, other));
    } catch (error) {
      conversations.forget(place);
      log.error({ error }, 'a conversation could not be remembered');
    }
  };
  const press = async (context: TurnContext, utterance: Press): Promise<void> => {
    const asked = ask(utterance);
    const answer = await within(asked);
    if (answer !== 'late') {
      if (answer.kind === 'card' && answer.asPost) track(say(utterance.place, answer));
      await context.sendActivity(invokeAnswer({ status: 200, body: invokeBody(answer) }));
      return;
    }
    track(asked.then((late) => say(utterance.place, late)));
    await context.sendActivity(
      invokeAnswer({ status: 200, body: invokeBody({ kind: 'text', text: phrase(STILL_WORKING) }) }),
    );
  };
  /** A late search has no second answer: what it read is kept and answers the next letter. */
  const search = async (context: TurnContext, finder: Finder, asked: ExtensionAsk): Promise<void> => {
    const work = answerExtension(finder, asked);
    const found = await within(work, SEARCH_PATIENCE);
    if (found === 'late') track(work);
    await context.sendActivity(
      invokeAnswer({ status: 200, body: found === 'late' ? slowBody(asked) : found }),
    );
  };
  const track = (work: Promise<unknown>): void => {
    const ended = work
      .catch((error: unknown) => log.error({ error }, 'a late answer failed'))
      .finally(() => underWay.delete(ended));
    underWay.add(ended);
  };
  /** The work's result, or `late` when it takes too long; the work goes on either way. */
  const within = async <Result>(work: Promise<Result>, patience = PATIENCE): Promise<Result | 'late'> => {
    const stop = new AbortController();
    const alarm = clock.sleep(patience, stop.signal).then(
      () => 'late' as const,
      () => 'late' as const,
    );
    try {
      return await Promise.race([work, alarm]);
    } finally {
      // A reason of its own: without one, each turn would build an exception with its stack.
      stop.abort('settled');
    }
  };

  /** In a chat of their own, whoever has to sign in gets the card for it at once; elsewhere everybody would see it. */
  const sayOrSignIn = async (context: TurnContext, place: Place, answer: Answer): Promise<void> => {
    const asked = answer.kind === 'text' && answer.signIn === true;
    if (!asked) await say(place, answer);
    const failed = answer.kind === 'card' && SIGN_IN_HELPS.has(answer.failure ?? '');
    const waits = async (): Promise<boolean> =>
      answer.kind === 'operation' &&
      place.scope === 'personal' &&
      (await parts.signIns?.waitsFor(answer.op)) === true;
    if (!asked && !failed && !(await waits())) return;
    if (parts.signIn && place.scope === 'personal') await reply(place, await parts.signIn.card(context));
    else if (asked) await say(place, answer);
  };
  /** What Teams sends when a person has agreed to sign in. */
  const signInInvoke = async (context: TurnContext, edge: SignInEdge, house: SignInHouse): Promise<void> => {
    const { said, ...answer } = await edge.invoke(context.activity, house);
    await context.sendActivity(invokeAnswer(answer));
    const place = readPlace({ ...context.activity });
    if (said !== undefined && place) track(reply(place, { text: said, summary: said.slice(0, 200) }));
  };

  const act = async (context: TurnContext): Promise<void> => {
    const { signIn, signIns } = parts;
    if (signIn && signIns && SIGN_IN_INVOKES.has(context.activity.name ?? ''))
      return signInInvoke(context, signIn, signIns);
    const incoming = readActivity(context.activity);
    switch (incoming.kind) {
      case 'utterance': {
        const { utterance } = incoming;
        if (incoming.invoke && utterance.kind === 'press') await press(context, utterance);
        else {
          const answered = ask(utterance).then((answer) => sayOrSignIn(context, utterance.place, answer));
          track(answered);
          await within(answered);
        }
        // After the answer, as it may have to open the store first; when it fails, the next turn tries again.
        track(afterwards().then(() => remember(utterance.place, utterance.person)));
        return;
      }
      case 'edited':
        await reply(incoming.place, { text: phrase(EDITED), summary: phrase(EDITED) });
        return;
      case 'added':
        await remember(incoming.place);
        if (incoming.greet && conversations.greetOnce(incoming.place))
          await say(incoming.place, await parts.welcome(incoming.place));
        return;
      case 'removed':
        conversations.forget(incoming.place);
        await inOrder(() => parts.forget?.(incoming.place));
        return;
      case 'malformed-press':
        await context.sendActivity(invokeAnswer({ status: 200, body: invokeBody('malformed') }));
        return;
      case 'unknown-invoke': {
        const asked = parts.finder && readExtension(context.activity);
        if (parts.finder && asked) return search(context, parts.finder, asked);
        log.debug({ invoke: incoming.name.slice(0, 100) }, 'an invoke that nothing answers');
        // Without an answer the adapter says 501, which is what the protocol asks for.
        return;
      }
      case 'nothing':
        if (incoming.place) await remember(incoming.place);
        return;
    }
  };

  /** A turn as it is told of: how long until the answer was there, by what it was. */
  const timed = async (context: TurnContext): Promise<void> => {
    const { type } = context.activity;
    const kind = KINDS.has(type) ? type : 'other';
    const began = performance.now();
    let outcome = 'failed';
    try {
      await inSpan('turn', { 'brickbot.turn': kind }, () => act(context));
      outcome = 'answered';
    } finally {
      measure('turns', (performance.now() - began) / 1_000, { kind, outcome });
    }
  };

  return {
    turn: (context) => {
      // Whatever is said in a turn is said in the language of whoever spoke.
      const { locale } = readLocale({ locale: context.activity.locale });
      const turn = inLanguage(languageOf(locale), () => timed(context));
      turns.add(turn);
      return turn.finally(() => turns.delete(turn));
    },
    quiet: () => settled(turns),
    idle: async () => {
      while (turns.size + underWay.size > 0) await Promise.all([settled(turns), settled(underWay)]);
    },
  };
};

/** Resolves when the set is empty; what is added meanwhile counts. */
const settled = async (works: ReadonlySet<Promise<unknown>>): Promise<void> => {
  while (works.size > 0) await Promise.allSettled(works);
};

const messageOf = (answer: Answer): Message | undefined => {
  switch (answer.kind) {
    case 'card':
      return { card: answer.card, summary: answer.summary };
    case 'text':
      return { text: answer.text, summary: answer.text.slice(0, 200) };
    case 'operation':
      // Its card comes by itself; somebody who joined hears of it here, since that card may stand elsewhere.
      return answer.notice === undefined
        ? undefined
        : { text: answer.notice, summary: answer.notice.slice(0, 200) };
    case 'silence':
      return undefined;
  }
};
