// The bot's side of a turn: what came in is handed to dispatch, the answer goes back into the same conversation. A slim
// handler on purpose: the SDK's ActivityHandler and TeamsActivityHandler cost a third of a turn and are not needed.
import type { TurnContext } from 'botbuilder';
import type { Clock } from '../base/clock.ts';
import { asFault } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { Answer, Dispatch } from '../commands/answer.ts';
import type { Finder } from '../commands/finder.ts';
import type { Message } from '../domain/delivery.ts';
import type { Person } from '../domain/person.ts';
import type { Place } from '../domain/place.ts';
import type { Press, Utterance } from '../domain/utterance.ts';
import { readActivity } from './activity.ts';
import { invokeAnswer } from './adapter.ts';
import type { Connector } from './connector.ts';
import { answerExtension, type ExtensionAsk, NO_PREVIEW, readExtension, slowBody } from './extension.ts';
import { invokeBody } from './invoke-body.ts';
import { createKnownConversations } from './known-conversations.ts';
import { sendReply } from './reply.ts';

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
  readonly connector: Connector;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Bot {
  turn(context: TurnContext): Promise<void>;
  /** Resolves when no turn is under way any more, those included that went on after their request was answered. */
  idle(): Promise<void>;
}

/** Teams delivers a message again after 15 s without an answer, and shows an error for a press that waits longer. */
const PATIENCE = 10_000;
/** Teams gives a search in the message box 5 s. */
const SEARCH_PATIENCE = 4_000;
const EDITED =
  'An edited message is not read again, so nothing was started. Send the command as a new message.';
const STILL_WORKING = 'Still working on it: the answer follows here.';

export const createBot = (parts: BotParts): Bot => {
  const { dispatch, connector, clock, log } = parts;
  const conversations = createKnownConversations();
  const underWay = new Set<Promise<unknown>>();

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
  const remember = async (place: Place, person?: Person): Promise<void> => {
    const other = place.scope === 'personal' ? person : undefined;
    if (!conversations.isNews(place, other)) return;
    const { threadId: _thread, ...conversation } = place;
    conversations.confirm(place, other);
    try {
      await parts.remember(conversation, other);
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
      invokeAnswer({ status: 200, body: invokeBody({ kind: 'text', text: STILL_WORKING }) }),
    );
  };
  /** A late search has no second answer: what it read is kept and answers the next letter. */
  const search = async (context: TurnContext, finder: Finder, asked: ExtensionAsk): Promise<void> => {
    const work = answerExtension(finder, asked);
    const found = await within(work, SEARCH_PATIENCE);
    if (found === 'late') track(work);
    const late = asked.kind === 'link' ? NO_PREVIEW : slowBody(asked);
    await context.sendActivity(invokeAnswer({ status: 200, body: found === 'late' ? late : found }));
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

  const act = async (context: TurnContext): Promise<void> => {
    const incoming = readActivity(context.activity);
    switch (incoming.kind) {
      case 'utterance': {
        const { utterance } = incoming;
        if (incoming.invoke && utterance.kind === 'press') await press(context, utterance);
        else {
          const answered = ask(utterance).then((answer) => say(utterance.place, answer));
          track(answered);
          await within(answered);
        }
        await remember(utterance.place, utterance.person);
        return;
      }
      case 'edited':
        await reply(incoming.place, { text: EDITED, summary: EDITED });
        return;
      case 'added':
        await remember(incoming.place);
        if (incoming.greet && conversations.greetOnce(incoming.place))
          await say(incoming.place, await parts.welcome(incoming.place));
        return;
      case 'removed':
        conversations.forget(incoming.place);
        await parts.forget?.(incoming.place);
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

  return {
    turn: (context) => {
      const turn = act(context);
      underWay.add(turn);
      return turn.finally(() => underWay.delete(turn));
    },
    idle: async () => {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };
};

const messageOf = (answer: Answer): Message | undefined => {
  switch (answer.kind) {
    case 'card':
      return { card: answer.card, summary: answer.summary };
    case 'text':
      return { text: answer.text, summary: answer.text.slice(0, 200) };
    case 'operation':
    case 'silence':
      return undefined;
  }
};
