// The frame of every card: title and state word, one grey line of who and when, the body, a foot with the id and the typed twins of
// the buttons, at most four buttons.
import type { IExecuteAction } from '@microsoft/teams.cards';
import { own } from '../base/language.ts';
import { badge, type StateWord } from './badge.ts';
import { type Element, note } from './blocks.ts';
import type { Face } from './card.ts';
import type { Button } from './press.ts';

export interface Frame {
  /** Verb, object and environment: escaped Markdown. */
  readonly title: string;
  readonly state: StateWord;
  /** Who, commit, since: escaped Markdown. */
  readonly line?: string;
  readonly body?: readonly Element[];
  /** Escaped Markdown. */
  readonly foot?: string;
  /** Four at most: what is most wanted comes first. */
  readonly buttons?: readonly Button[];
  /** Plain text; verb, object and state within the first 80 characters. */
  readonly summary: string;
  /** Asks for a wide bubble: for tables and charts. */
  readonly wide?: boolean;
  /** People who are given a card of their own when it comes into view. */
  readonly refresh?: Refresh;
}

/** Whom Teams asks the bot for, by their account ids, at most 60. */
export interface Refresh {
  readonly action: IExecuteAction;
  readonly userIds: readonly string[];
}

const MOST_BUTTONS = 4;

export const frame = ({
  title,
  state,
  line,
  body = [],
  foot,
  buttons = [],
  summary,
  wide,
  refresh,
}: Frame): Face => ({
  summary,
  card: {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    fallbackText: summary,
    ...(wide && { msteams: { width: 'full' } }),
    ...(refresh && { refresh: { action: refresh.action, userIds: [...refresh.userIds] } }),
    body: [
      {
        type: 'ColumnSet',
        columns: [
          {
            type: 'Column',
            width: 'stretch',
            verticalContentAlignment: 'Center',
            items: [
              {
                type: 'TextBlock',
                text: own(title),
                style: 'heading',
                size: 'Medium',
                weight: 'Bolder',
                wrap: true,
              },
            ],
          },
          { type: 'Column', width: 'auto', verticalContentAlignment: 'Top', items: [badge(state)] },
        ],
      },
      ...(line === undefined || line === '' ? [] : [note(line, 'Small')]),
      ...body,
      ...(foot === undefined || foot === '' ? [] : [note(foot, 'Medium')]),
    ],
    ...(buttons.length > 0 && { actions: buttons.slice(0, MOST_BUTTONS) }),
  },
});

/** Joins what is there with middle dots. */
export const dots = (parts: readonly (string | undefined | false)[]): string =>
  parts
    .filter((part) => part !== undefined && part !== false && part !== '')
    .map((part) => own(String(part)))
    .join(' · ');
