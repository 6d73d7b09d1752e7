// `help`: what can be asked here, one example a group; `help <command>` explains one.

import { Fault } from '../src/base/errors.ts';
import { language } from '../src/base/language.ts';
import { type CommandHelpView, commandHelpCard, helpCard, helpSamples } from '../src/cards/index.ts';
import { type Answer, faceAnswer } from '../src/commands/answer.ts';
import { type CommandCatalogue, type CommandRecord, command, GROUPS } from '../src/commands/command.ts';
import { usageOf } from '../src/commands/usage.ts';
import type { Scope } from '../src/domain/place.ts';
import type { Services } from '../src/services/index.ts';

const shown = (record: CommandRecord): { usage: string; summary: string; example: string } => ({
  usage: usageOf(record),
  summary: record.summary,
  example: record.examples[0] ?? record.name,
});

/** The overview depends on the commands, the kind of conversation and the language alone, and is the most asked-for card: drawn once each. */
const drawn = new WeakMap<CommandCatalogue, Map<string, Answer>>();

const overview = (catalogue: CommandCatalogue, scope: Scope): Answer => {
  const kept = drawn.get(catalogue) ?? new Map<string, Answer>();
  drawn.set(catalogue, kept);
  const key = `${scope} ${language()}`;
  const answer = kept.get(key) ?? drawOverview(catalogue, scope);
  kept.set(key, answer);
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

/** Commands that the gates of an environment decide on. */
const GATED: readonly string[] = ['deploy', 'can i deploy'];

/** Help has to come even when nothing else does: without the store it says nothing of gates. */
const gatesInForce = async (services: () => Promise<Services>): Promise<CommandHelpView['gates']> => {
  try {
    const { environments, gates } = await services();
    return environments
      .list()
      .map(({ name, production }) => ({ environment: name, production, rules: gates.rules(name) }));
  } catch {
    return [];
  }
};

export const help = command({
  name: 'help',
  also: ['?', 'hi', 'hello'],
  group: 'About',
  summary: 'Shows what can be asked here',
  permission: 'look',
  arguments: { command: { kind: 'command', positional: true } },
  examples: ['help', 'help deploy'],
  run: async ({ values, catalogue, rights, utterance, services, now }) => {
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
        gates: GATED.includes(record.name) ? await gatesInForce(services) : [],
        now,
      }),
      { name: record.name, usage: usageOf(record), examples: record.examples },
    );
  },
  samples: helpSamples,
});
