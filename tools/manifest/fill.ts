// The Teams app manifest, filled: sentences from manifest/languages, commands from their records, ids and hosts from the
// configuration. Pure: the same configuration gives the same package.
import type { CommandRecord } from '../../src/commands/command.ts';
import type { Outline, Words } from './words.ts';

/** What the configuration says of the app. */
export interface AppFacts {
  /** Id of the Teams app. */
  readonly appId: string;
  /** Id of the bot's registration. */
  readonly botId: string;
  readonly version: string;
  readonly publisher: string;
  readonly website: string;
  readonly privacy: string;
  readonly terms: string;
  /** Hosts from which the bot is served. */
  readonly hosts: readonly string[];
  /** Hosts whose links get a preview; `*.` stands for one name more. */
  readonly linkHosts: readonly string[];
  /** Application by which people sign in silently; absent: they do not sign in. */
  readonly signIn?: string;
}

/** One entry of a command list: typed as it stands, or a suggestion that is put into the box. */
interface Entry {
  readonly title: string;
  readonly description?: string;
  readonly type?: 'prompt';
  readonly prompt?: string;
}

const SCHEMAS = 'https://developer.microsoft.com/en-us/json-schemas/teams';

/** Adds an entry of each kind in the order in which the outline lists them. */
const entriesOf = (
  list: Outline['commandLists'][number],
  words: Words,
  descriptionOf: (name: string) => string,
): readonly Entry[] => [
  ...list.prompts.map((id): Entry => {
    const suggestion = words.prompts[id];
    if (!suggestion) throw new Error(`No sentence for the suggestion “${id}”`);
    return { title: suggestion.title, type: 'prompt', prompt: suggestion.prompt };
  }),
  ...list.commands.map((name) => ({ title: name, description: descriptionOf(name) })),
];

const searchOf = (words: Words, id: string): Words['search'][string] => {
  const found = words.search[id];
  if (!found) throw new Error(`No sentences for the search “${id}”`);
  return found;
};

/**
 * The manifest in the form of the schema that the outline names.
 * @throws Error when the outline lists a command that no record has, or a sentence is missing
 */
export const fillManifest = (
  outline: Outline,
  words: Words,
  records: readonly CommandRecord[],
  facts: AppFacts,
): Readonly<Record<string, unknown>> => {
  const summaryOf = (name: string): string => {
    const record = records.find((candidate) => candidate.name === name);
    if (!record) throw new Error(`manifest/app.json lists “${name}”, which is no command`);
    return record.summary;
  };
  return {
    $schema: `${SCHEMAS}/v${outline.schema}/MicrosoftTeams.schema.json`,
    manifestVersion: outline.schema,
    version: facts.version,
    id: facts.appId,
    localizationInfo: {
      defaultLanguageTag: 'en',
      additionalLanguages: outline.languages.map((languageTag) => ({
        languageTag,
        file: languageFile(languageTag),
      })),
    },
    developer: {
      name: facts.publisher,
      websiteUrl: facts.website,
      privacyUrl: facts.privacy,
      termsOfUseUrl: facts.terms,
    },
    name: words.name,
    description: {
      short: words.description.short,
      full: words.description.full,
      features: Object.values(words.description.features),
    },
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: outline.accentColor,
    bots: [
      {
        botId: facts.botId,
        scopes: ['personal', 'team', 'groupChat'],
        supportsFiles: false,
        isNotificationOnly: false,
        commandLists: outline.commandLists.map((list) => ({
          scopes: list.scopes,
          commands: entriesOf(list, words, summaryOf),
        })),
      },
    ],
    composeExtensions: [
      {
        botId: facts.botId,
        commands: outline.search.map((id) => {
          const { title, description, parameter } = searchOf(words, id);
          return {
            id,
            type: 'query',
            context: ['compose', 'commandBox'],
            title,
            description,
            initialRun: true,
            parameters: [{ name: 'query', title: parameter, description: parameter, inputType: 'text' }],
          };
        }),
        messageHandlers: [{ type: 'link', value: { domains: facts.linkHosts } }],
      },
    ],
    permissions: ['identity', 'messageTeamMembers'],
    validDomains: facts.hosts,
    // The address is that of the OAuth connection and of the application, to the letter: `api://botid-` is what Teams asks of bots.
    ...(facts.signIn !== undefined && {
      webApplicationInfo: { id: facts.signIn, resource: `api://botid-${facts.botId}` },
    }),
    defaultInstallScope: 'personal',
    defaultGroupCapability: { team: 'bot', groupchat: 'bot' },
  };
};

/** Where a language stands in the package. */
export const languageFile = (language: string): string => `languages/${language}.json`;

/**
 * The file of one more language: keys are paths into the manifest.
 * @throws Error when the language lacks the description of a listed command
 */
export const fillLanguage = (
  outline: Outline,
  words: Words,
  language: string,
): Readonly<Record<string, string>> => {
  const descriptionOf = (name: string): string => {
    const description = words.commands[name];
    if (description === undefined) throw new Error(`manifest/languages/${language}.json lacks “${name}”`);
    return description;
  };
  const pairs: [string, string][] = [
    ['$schema', `${SCHEMAS}/v${outline.schema}/MicrosoftTeams.Localization.schema.json`],
    ['name.short', words.name.short],
    ['name.full', words.name.full],
    ['description.short', words.description.short],
    ['description.full', words.description.full],
    ...Object.values(words.description.features).flatMap(({ title, description }, index) => [
      [`description.features[${index}].title`, title] as [string, string],
      [`description.features[${index}].description`, description] as [string, string],
    ]),
    ...outline.commandLists.flatMap((list, at) =>
      entriesOf(list, words, descriptionOf).flatMap((entry, index) =>
        Object.entries(entry)
          .filter(([key]) => key !== 'type')
          .map(([key, value]): [string, string] => [
            `bots[0].commandLists[${at}].commands[${index}].${key}`,
            value,
          ]),
      ),
    ),
    ...outline.search.flatMap((id, index) => {
      const { title, description, parameter } = searchOf(words, id);
      const at = `composeExtensions[0].commands[${index}]`;
      return [
        [`${at}.title`, title],
        [`${at}.description`, description],
        [`${at}.parameters[0].title`, parameter],
        [`${at}.parameters[0].description`, parameter],
      ] as [string, string][];
    }),
  ];
  return Object.fromEntries(pairs);
};
