// Action.Submit has no answer of its own: the bot gets a message with a value, the person sees that it was sent. `msteams` in the data
// may ask for words to be put into the chat instead (`imBack`), or beside it (`messageBack`).
import { type Scene, submitActivity } from './activity.ts';
import type { Answer, Delivery } from './deliver.ts';
import { isObject, type Message, textOf } from './message.ts';
import type { Outcome } from './outcome.ts';
import type { Roster } from './roster.ts';

export interface SubmitParts<At> {
  readonly roster: Roster;
  readonly delivery: Delivery;
  nextId(): string;
  /** Puts a line into the chat in the person's name; `silent` when the bot is told in another way. */
  say(at: At, text: string, root: string | null, silent: boolean): void;
}

export function createSubmit<At>({ roster, delivery, nextId, say }: SubmitParts<At>) {
  const sent = (answer: Answer): Outcome =>
    answer.status >= 200 && answer.status < 300
      ? { kind: 'sent', text: 'Your response was sent to the app' }
      : {
          kind: 'error',
          text: `Unable to reach ${roster.bot.name}. Please try again.`,
          detail: answer.reason ?? `HTTP ${answer.status}`,
        };

  return async (person: At, at: Scene, message: Message, data: unknown): Promise<Outcome> => {
    const teams = isObject(data) && isObject(data['msteams']) ? data['msteams'] : {};
    const value = isObject(data)
      ? Object.fromEntries(Object.entries(data).filter(([name]) => name !== 'msteams'))
      : {};
    if (teams['type'] === 'imBack') {
      say(person, textOf(teams['value']), message.root, false);
      return { kind: 'sent', text: '' };
    }
    const activity = { ...submitActivity(at, nextId(), value, message.id) };
    if (teams['type'] !== 'messageBack') return sent(await delivery.send(activity));
    if (textOf(teams['displayText']) !== '') say(person, textOf(teams['displayText']), message.root, true);
    return sent(
      await delivery.send({
        ...activity,
        text: textOf(teams['text']),
        ...(teams['value'] === undefined ? {} : { value: teams['value'] }),
      }),
    );
  };
}
