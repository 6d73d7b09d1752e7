import { describe, expect, test } from '@jest/globals';
import { calling } from '../../../src/cards/blocks.ts';
import type { Message } from '../../../src/domain/delivery.ts';
import type { Place } from '../../../src/domain/place.ts';
import { activityJson } from '../../../src/teams/message.ts';

const place: Place = {
  scope: 'personal',
  conversationId: 'c',
  serviceUrl: 'https://smba.example/',
  channelId: 'msteams',
  botId: '28:bot',
};
const alice = { id: 'a11ce', name: 'Alice <b>&' };
const json = (message: Message): unknown => JSON.parse(activityJson(place, message, 'c'));

describe('a message', () => {
  test('of text is plain: names with underscores stay names', () => {
    expect(json({ text: 'feature_x_y done', summary: 'Deploy done' })).toEqual({
      type: 'message',
      from: { id: '28:bot' },
      conversation: { id: 'c' },
      summary: 'Deploy done',
      text: 'feature_x_y done',
      textFormat: 'plain',
    });
  });

  test('of a card has no text beside it: Teams would make two messages of it', () => {
    const sent = json({ card: { type: 'AdaptiveCard' }, text: 'ignored', summary: 'Deploy done' });
    expect(sent).not.toHaveProperty('text');
    expect(sent).toMatchObject({ attachments: [{ content: { type: 'AdaptiveCard' } }] });
  });

  test('that mentions somebody spells the mention the same in text and entity', () => {
    const entity = { type: 'mention', text: '<at>Alice b</at>', mentioned: alice };
    expect(json({ text: 'your tests failed', summary: 's', mention: alice })).toMatchObject({
      text: '<at>Alice b</at> your tests failed',
      entities: [entity],
    });
    const card = { type: 'AdaptiveCard', msteams: { width: 'Full', entities: [{ type: 'other' }] } };
    expect(json({ card, summary: 's', mention: alice })).toMatchObject({
      attachments: [{ content: { msteams: { width: 'Full', entities: [{ type: 'other' }, entity] } } }],
    });
    expect(card.msteams.entities).toHaveLength(1);
  });

  test('of a card names whoever it mentions in the part that is kept for it, and nowhere else', () => {
    const owner = { id: 'ada_l@example.com', name: 'ada_l@example.com' };
    const part = calling('Owner', owner.name);
    const other = { type: 'TextBlock', text: owner.name };
    const card = { type: 'AdaptiveCard', body: [other, { type: 'Container', items: [part] }] };
    expect(json({ card, summary: 's', mention: owner })).toMatchObject({
      attachments: [
        {
          content: {
            body: [other, { items: [{ text: 'Owner: <at>ada_l@example.com</at>' }] }],
            msteams: {
              entities: [{ type: 'mention', text: '<at>ada_l@example.com</at>', mentioned: owner }],
            },
          },
        },
      ],
    });
    // Drawn anew it is a name like any other.
    expect(json({ card, summary: 's' })).toMatchObject({ attachments: [{ content: card }] });
  });
});
