// The overview of all commands: a sentence for what is asked most, the names of the rest, and no command left out.
import { describe, expect, test } from '@jest/globals';
import * as dialogs from '../../../dialogs/index.ts';
import { helpCard } from '../../../src/cards/help.ts';
import { plainText } from '../../../src/cards/plain.ts';
import { GROUPS } from '../../../src/commands/command.ts';
import { usageOf } from '../../../src/commands/usage.ts';
import type { Scope } from '../../../src/domain/place.ts';

const records = Object.values(dialogs);
const overview = (scope: Scope): string =>
  plainText(
    helpCard({
      scope,
      groups: GROUPS.map((group) => ({
        group,
        commands: records
          .filter((record) => record.group === group)
          .map((record) => ({
            usage: usageOf(record),
            summary: record.summary,
            example: record.examples[0] ?? record.name,
          })),
      })),
    }).card,
  );

describe('the overview', () => {
  test.each(['channel', 'personal', 'terminal'] as const)('names every command in a %s', (scope) => {
    const text = overview(scope).replaceAll(/\s+/g, ' ').toLowerCase();
    expect(records.filter(({ name }) => !text.includes(name)).map(({ name }) => name)).toEqual([]);
  });

  test('in a chat is short: a sentence for a third of the commands at most', () => {
    const told = records.filter(({ summary }) =>
      overview('channel').replaceAll(/\s+/g, ' ').includes(summary),
    );
    expect(told.length).toBeGreaterThan(5);
    expect(told.length).toBeLessThanOrEqual(records.length / 3);
  });

  test('begins with what people come for', () => {
    expect(overview('personal')).toMatch(/Ship\s+deploy feature-x/);
  });
});
