// The Teams app package: it fits Microsoft's schemas, says what the commands say, and carries the ids of the configuration.
import { describe, expect, test } from '@jest/globals';
import { unzipSync } from 'fflate';
import * as dialogs from '../../../dialogs/index.ts';
import { loadConfig } from '../../../src/base/config/load.ts';
import { packageFaults, pngFacts, schemaFaults } from '../../../tools/manifest/check.ts';
import { appFacts, NO_ID } from '../../../tools/manifest/facts.ts';
import { packageFiles, zipped } from '../../../tools/manifest/package.ts';
import { readOutline, readWords } from '../../../tools/manifest/words.ts';

const BOT = '7b0d9a4e-1c55-4c0f-9a53-2f6f0d7f3c11';
const APP = '0f2f9c50-6a0c-4c6e-8f5a-0f9f0b9a1d22';
const records = Object.values(dialogs);

const configOf = (more = '', environment: Readonly<Record<string, string>> = {}) =>
  loadConfig({
    environment: {
      MicrosoftAppId: BOT,
      MicrosoftAppPassword: 'a',
      DATABRICKS_HOST: 'https://adb-1.2.azuredatabricks.net',
      DATABRICKS_TOKEN: 't',
      ...environment,
    },
    yaml: `git: { provider: azure-devops, url: 'https://dev.azure.com/org/project/_git/churn' }
environments:
  staging: { checkout: /Workspace/Shared/churn }
  production: { checkout: /Workspace/Shared/churn, host: 'adb-9.9.azuredatabricks.net', production: true }
${more}`,
    yamlName: 'brickbot.yaml',
    readSecret: () => '',
  });

const read = (files: Readonly<Record<string, Uint8Array>>, path: string): Record<string, unknown> =>
  JSON.parse(new TextDecoder().decode(files[path])) as Record<string, unknown>;

describe('the app package', () => {
  const files = packageFiles(records, appFacts(configOf(), '1.2.3'));

  test('fits Microsoft’s schemas, icons and languages included', () => {
    expect(packageFaults(files)).toEqual([]);
  });

  test('without any configuration is one for looking at', () => {
    const facts = appFacts(undefined, '0.1.0');
    expect(facts.botId).toBe(NO_ID);
    expect(packageFaults(packageFiles(records, facts))).toEqual([]);
  });

  test('the zip has manifest and icons at its root, and the same bytes every time', () => {
    const zip = zipped(files);
    expect(Object.keys(unzipSync(zip)).sort()).toEqual([
      'color.png',
      'languages/de.json',
      'languages/ja.json',
      'manifest.json',
      'outline.png',
    ]);
    expect(zipped(files)).toEqual(zip);
  });

  test('ids, publisher and hosts come from the configuration', () => {
    const manifest = read(files, 'manifest.json');
    expect(manifest).toMatchObject({
      id: BOT,
      version: '1.2.3',
      bots: [{ botId: BOT, scopes: ['personal', 'team', 'groupChat'] }],
      composeExtensions: [
        {
          botId: BOT,
          messageHandlers: [
            {
              type: 'link',
              value: {
                domains: ['adb-1.2.azuredatabricks.net', 'adb-9.9.azuredatabricks.net', 'dev.azure.com'],
              },
            },
          ],
        },
      ],
    });
    const own = appFacts(
      configOf(`teams: { appId: ${APP}, publisher: Churn Team, address: 'https://bot.contoso.com' }`),
      '1.2.3',
    );
    expect(own).toMatchObject({ appId: APP, botId: BOT, publisher: 'Churn Team' });
    expect(own.hosts).toEqual(['bot.contoso.com', 'token.botframework.com']);
    expect(packageFaults(packageFiles(records, own))).toEqual([]);
  });

  test('whoever signs in is asked silently by the application that the configuration names', () => {
    expect(read(files, 'manifest.json')).not.toHaveProperty('webApplicationInfo');
    const signIn = { BRICKBOT_OAUTH_CONNECTION: 'entra' };
    const own = packageFiles(records, appFacts(configOf('', signIn), '1.2.3'));
    expect(read(own, 'manifest.json')).toMatchObject({
      webApplicationInfo: { id: BOT, resource: `api://botid-${BOT}` },
      validDomains: ['token.botframework.com'],
    });
    expect(packageFaults(own)).toEqual([]);
    const apart = packageFiles(records, appFacts(configOf('', { ...signIn, AZURE_CLIENT_ID: APP }), '1.2.3'));
    expect(read(apart, 'manifest.json')).toMatchObject({
      webApplicationInfo: { id: APP, resource: `api://botid-${BOT}` },
    });
  });

  test('each listed command is typed as it stands, with the sentence of its record', () => {
    const manifest = read(files, 'manifest.json') as {
      bots: readonly { commandLists: readonly { commands: readonly Record<string, string>[] }[] }[];
    };
    const listed = (manifest.bots[0]?.commandLists ?? []).flatMap(({ commands }) => commands);
    const typed = listed.filter(({ type }) => type !== 'prompt');
    expect(typed.length).toBeGreaterThan(20);
    for (const { title, description } of typed)
      expect(records.find(({ name }) => name === title)?.summary).toBe(description);
  });

  test('every suggestion begins with a command', () => {
    const names = records.flatMap(({ name, also }) => [name, ...also]);
    for (const language of ['en', ...readOutline().languages])
      for (const { prompt } of Object.values(readWords(language).prompts))
        expect(names.some((name) => prompt.startsWith(name))).toBe(true);
  });

  test('every language has the same sentences, and a description for each listed command', () => {
    const { languages, commandLists } = readOutline();
    const english = readWords('en');
    const listed = new Set(commandLists.flatMap(({ commands }) => commands));
    for (const language of languages) {
      const words = readWords(language);
      expect(Object.keys(words.prompts)).toEqual(Object.keys(english.prompts));
      expect(Object.keys(words.search)).toEqual(Object.keys(english.search));
      expect(Object.keys(words.description.features)).toEqual(Object.keys(english.description.features));
      expect(new Set(Object.keys(words.commands))).toEqual(listed);
    }
  });

  test('the icons are 192×192, and 32×32 on a transparent ground', () => {
    expect(pngFacts(files['color.png'] ?? new Uint8Array())).toMatchObject({ width: 192, height: 192 });
    expect(pngFacts(files['outline.png'] ?? new Uint8Array())).toEqual({
      width: 32,
      height: 32,
      alpha: true,
    });
  });
});

describe('the check', () => {
  const files = packageFiles(records, appFacts(configOf(), '1.2.3'));
  const spoiled = (change: (manifest: Record<string, unknown>) => void) => {
    const manifest = read(files, 'manifest.json');
    change(manifest);
    return packageFaults({ ...files, 'manifest.json': new TextEncoder().encode(JSON.stringify(manifest)) });
  };

  test('finds what the schema refuses', () => {
    expect(spoiled((manifest) => (manifest['packageName'] = 'a')).join()).toMatch(/packageName/);
    expect(spoiled((manifest) => (manifest['id'] = 'no guid')).join()).toMatch(/\/id/);
    expect(spoiled((manifest) => delete manifest['icons']).join()).toMatch(/icons/);
    expect(schemaFaults('language', { 'name.short': 'a' }).length).toBeGreaterThan(0);
  });

  test('finds what the schema cannot see', () => {
    expect(spoiled((manifest) => (manifest['version'] = '{{VERSION}}')).join()).toMatch(/placeholder/);
    const { 'outline.png': _gone, ...without } = files;
    expect(packageFaults(without)).toContain('outline.png is not at the root of the zip');
    expect(packageFaults({ ...files, 'outline.png': files['color.png'] ?? new Uint8Array() })).toEqual([
      'outline.png is 192×192, not 32×32',
      'outline.png has no transparent ground',
    ]);
    const { 'languages/ja.json': _also, ...fewer } = files;
    expect(packageFaults(fewer)).toContain('languages/ja.json is named but not there');
  });
});
