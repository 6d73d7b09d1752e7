// `help`: what can be asked here, one example a group; `help <command>` explains one.

import { Fault } from '../src/base/errors.ts';
import { commandHelpCard, helpCard, helpSamples } from '../src/cards/index.ts';
import { faceAnswer } from '../src/commands/answer.ts';
import { type CommandRecord, command, GROUPS } from '../src/commands/command.ts';
import { usageOf } from '../src/commands/usage.ts';

const shown = (record: CommandRecord): { usage: string; summary: string; example: string } => ({
  usage: usageOf(record),
  summary: record.summary,
  example: record.examples[0] ?? record.name,
});

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
    if (wanted === undefined) {
      const groups = GROUPS.map((group) => ({
        group,
        commands: catalogue.records.filter((record) => record.group === group).map(shown),
      })).filter(({ commands }) => commands.length > 0);
      return faceAnswer(helpCard({ groups, scope: utterance.place.scope }), {
        commands: catalogue.records.map((record) => ({ name: record.name, ...shown(record) })),
      });
    }
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
