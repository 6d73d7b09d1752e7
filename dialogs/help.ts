// `help`: what can be asked here, one example a group; `help <command>` explains one.

import { Fault } from '../src/base/errors.ts';
import { commandHelpCard, helpCard, helpSamples } from '../src/cards/index.ts';
import { type Answer, faceAnswer } from '../src/commands/answer.ts';
import { type CommandCatalogue, type CommandRecord, command, GROUPS } from '../src/commands/command.ts';
import { usageOf } from '../src/commands/usage.ts';
import type { Scope } from '../src/domain/place.ts';

const shown = (record: CommandRecord): { usage: string; summary: string; example: string } => ({
  usage: usageOf(record),
  summary: record.summary,
  example: record.examples[0] ?? record.name,
});

/** The overview depends on the commands and the kind of conversation alone, and is the most asked-for card: drawn once each. */
const drawn = new WeakMap<CommandCatalogue, Map<Scope, Answer>>();

const overview = (catalogue: CommandCatalogue, scope: Scope): Answer => {
  const kept = drawn.get(catalogue) ?? new Map<Scope, Answer>();
  drawn.set(catalogue, kept);
  const answer = kept.get(scope) ?? drawOverview(catalogue, scope);
  kept.set(scope, answer);
  return answer;
};

const drawOverview = ({ records }: CommandCatalogue, scope: Scope): Answer => {
  const groups = GROUPS.map((group) => ({
    group,
    commands: records.filter((record) => record.group === group).map(shown),
  })).filter(({ commands }) => commands.length > 0);
  return faceAnswer(helpCard({ groups, scope }), {
    commands: records.map((record) => ({ name: record.name, ...shown(record) })),
  });
};

export const help = command({
  name: 'help',
  also: ['?', 'hi', 'hello'],
  group: 'About',
  summary: 'Shows what can be asked here',
  permission: 'look',
  arguments: { command: { kind: 'command', positional: true } },
  examples: ['help', 'help deploy'],
  run: async ({ values, catalogue, rights, utterance }) => {
    const wanted = values.command?.toLowerCase();
    if (wanted === undefined) return overview(catalogue, utterance.place.scope);
    const record = catalogue.records.find(
      (candidate) => candidate.name === wanted || candidate.also.includes(wanted),
    );
    if (!record) throw new Fault('unknown-command', { changed: 'no', facts: { text: wanted } });
    const [elsewhere, production] = await Promise.all([
      rights.may(utterance.person, record.permission, false),
      rights.may(utterance.person, record.permission, true),
    ]);
    return faceAnswer(
      commandHelpCard({
        name: record.name,
        usage: usageOf(record),
        summary: record.summary,
        also: record.also,
        examples: record.examples,
        allowed: { elsewhere, production },
      }),
      { name: record.name, usage: usageOf(record), examples: record.examples },
    );
  },
  samples: helpSamples,
});
