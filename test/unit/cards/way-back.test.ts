// The card of a way back: what is pressed every day stands open, what is for an emergency is folded away.
import { describe, expect, test } from '@jest/globals';
import { rollbackSamples } from '../../../src/cards/samples/index.ts';

const cardOf = (name: keyof typeof rollbackSamples): Record<string, unknown> =>
  rollbackSamples[name]?.card as unknown as Record<string, unknown>;

describe('a way back', () => {
  test('in production keeps the emergency folded: its fields and its button are behind one', () => {
    const { actions, body } = cardOf('production: a second person') as {
      actions: readonly { title: string }[];
      body: readonly { type: string; actions?: readonly { type: string; card?: unknown }[] }[];
    };
    expect(actions.map(({ title }) => title)).toEqual(['Start']);
    expect(body.some(({ type }) => type.startsWith('Input.'))).toBe(false);
    const [folded] = body.find(({ type }) => type === 'ActionSet')?.actions ?? [];
    expect(folded?.type).toBe('Action.ShowCard');
    expect(folded?.card).toMatchObject({
      body: [{ type: 'TextBlock' }, { id: 'words' }, { id: 'reason' }],
      actions: [{ verb: 'emergency.start', style: 'destructive', associatedInputs: 'auto' }],
    });
  });

  test('elsewhere has no emergency', () => {
    expect(JSON.stringify(cardOf('happy: staging'))).not.toContain('mergency');
  });
});
