// What comes from outside and is allowed where it comes from: names of branches, authors and subjects of commits, names of people,
// reasons. It stands on cards as its letters: nobody is mentioned, nothing becomes a link or a tag, no line is turned around, no shell
// gets to see it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Answer } from '../../../src/commands/answer.ts';
import { git } from '../../../src/local/git/git.ts';
import { openStage, type Stage } from './stage.ts';
import { openWorld, type World } from './world.ts';

jest.setTimeout(120_000);

let world: World;
let stage: Stage;
beforeAll(async () => {
  world = await openWorld();
  stage = await openStage(world);
});
afterAll(async () => {
  await stage.close();
  await world.close();
});

const OVERRIDES = /[\u061C\u200E\u200F\u202A-\u202E\u2066\u2067]/;
const MOST_BYTES = 28_000;

interface Element {
  readonly type?: string;
  readonly text?: string;
}
const stringsIn = (node: unknown): readonly string[] =>
  typeof node === 'string'
    ? [node]
    : typeof node === 'object' && node !== null
      ? Object.values(node).flatMap(stringsIn)
      : [];
const elementsIn = (node: unknown): readonly Element[] =>
  typeof node === 'object' && node !== null
    ? [node as Element, ...Object.values(node).flatMap(elementsIn)]
    : [];

/** What nobody reads: data of buttons, values behind choices, whom a message mentions on purpose. */
const UNSEEN = ['data', 'value', 'mention'];

/** What is wrong with a card or message. */
const harmIn = (message: {
  readonly card?: unknown;
  readonly text?: string;
  readonly summary?: string;
}): string[] => {
  const shown = JSON.parse(
    JSON.stringify(message, (key, value: unknown) => (UNSEEN.includes(key) ? undefined : value)),
  ) as typeof message;
  const strings = stringsIn(shown);
  const markdown = elementsIn(shown.card).flatMap(({ type, text }) =>
    type === 'TextBlock' && text ? [text] : [],
  );
  return [
    ...strings.filter((text) => /<at>/i.test(text)).map((text) => `mention: ${text}`),
    ...strings.filter((text) => OVERRIDES.test(text)).map((text) => `turns its line: ${text}`),
    ...markdown.filter((text) => /(?<!\\)\]\(/.test(text)).map((text) => `link: ${text}`),
    ...markdown.filter((text) => /<[a-z!/]/i.test(text)).map((text) => `tag: ${text}`),
    ...[shown.summary ?? ''].filter((text) => text.includes('\n')).map((text) => `summary of lines: ${text}`),
    ...(JSON.stringify(shown.card ?? '').length > MOST_BYTES ? ['too large'] : []),
    ...(JSON.stringify(shown.card ?? '').includes('"entities"') ? ['entities'] : []),
  ];
};
const harmInPosts = (): string[] => stage.conversation.posts().flatMap(({ message }) => harmIn(message));

let said = 0;
/** Alice, who calls herself as she likes. */
const say = (text: string, name = 'Alice Novak'): Promise<Answer> => {
  said += 1;
  return stage.house.dispatch({
    ...{ kind: 'words', id: `hostile-${said}`, text, person: { id: 'a11ce', name } },
    place: {
      ...{ scope: 'group', conversationId: 'team', serviceUrl: 'http://127.0.0.1:9/' },
      ...{ channelId: 'msteams', botId: 'brickbot' },
    },
  });
};
const harmless = async (text: string, name?: string): Promise<Answer> => {
  const answer = await say(text, name);
  if (answer.kind === 'card') expect(harmIn(answer)).toEqual([]);
  if (answer.kind === 'text') expect(harmIn({ text: answer.text })).toEqual([]);
  return answer;
};
const ended = async (answer: Answer): Promise<string> => {
  if (answer.kind !== 'operation') throw new Error(`no operation: ${JSON.stringify(answer).slice(0, 500)}`);
  const { services } = await stage.house.open();
  const over = await services.operations.waitFor(answer.op, ({ endedAt }) => endedAt !== undefined);
  return over.state;
};

describe('names of branches that git allows', () => {
  test.each([
    ['a shell', 'x$(touch$IFS-pwned);true|cat&&x'],
    ['markdown', '__x__/see](evil.example)'],
    ['a date function', '{{DATE(2020-01-01)}}'],
    ['240 characters', `${'x'.repeat(120)}/${'y'.repeat(119)}`],
  ])('%s', async (_what, name) => {
    await world.push(name, { 'note.txt': name }, { from: 'origin/feature-x' });
    expect(await ended(await harmless(`deploy "${name}"`))).toBe('done');
    for (const words of [
      'show deployments',
      'show environments',
      `where is "${name}"`,
      `can i deploy "${name}"`,
    ])
      await harmless(words);
    expect(harmInPosts()).toEqual([]);
  });

  test.each([
    ['a shell in backticks', 'x`id`'],
    ['HTML', '<b>bold</b>/<img/src=x>'],
    ['a mention', '<at>everybody</at>'],
    ['a line turned around', 'gnp\u202Egpj.exe'],
    ['300 characters', `${'x'.repeat(150)}/${'y'.repeat(149)}`],
  ])('%s, which a chat may not say as it is: refused or done, and harmless in lists', async (_what, name) => {
    await world.push(name, { 'note.txt': 'x' }, { from: 'origin/feature-x' });
    for (const words of [`deploy "${name}"`, 'deploy', 'run tests on nowhere', `where is "${name}"`])
      await harmless(words);
    expect(harmInPosts()).toEqual([]);
  });
});

test('a commit whose author and subject are made to harm', async () => {
  const clone = await mkdtemp(join(tmpdir(), 'hostile-clone-'));
  const run = (...args: readonly string[]) => git(args, { cwd: clone });
  await git(['clone', '--quiet', world.repository, clone]);
  await run('config', 'user.email', 'eve@example.com');
  await run('config', 'user.name', '<at>Everybody</at> [x](http://evil.example) \u202Edrow');
  await run('checkout', '--quiet', '-b', 'by-eve', 'origin/feature-x');
  await writeFile(join(clone, 'eve.txt'), 'eve');
  await run('add', '--all');
  const subject = `<at>All</at> [free](http://evil.example) **now** {{TIME(x)}} \u202Etfel ${'long '.repeat(60)}`;
  await run('commit', '--quiet', '--message', subject);
  await run('push', '--quiet', 'origin', 'HEAD:refs/heads/by-eve');
  expect(await ended(await harmless('deploy by-eve'))).toBe('done');
  await harmless('where is by-eve');
  await harmless('compare by-eve with main');
  expect(harmInPosts()).toEqual([]);
  await rm(clone, { recursive: true, force: true });
});

describe('names that people give themselves, and what they give as a reason', () => {
  test.each([
    ['a mention', '<at>everybody</at>'],
    ['markdown', '**Bob** [x](http://evil.example)'],
    ['HTML', '<script>x</script>'],
    ['a line turned around', 'Eve\u202Elive'],
    ['lines', 'Eve\nAdmin: approved'],
    ['300 characters', 'E'.repeat(300)],
  ])('%s', async (_what, name) => {
    await harmless('deploy main', name);
    await harmless(`lock staging for 1h because "${name}"`, name);
    for (const words of [
      'locks',
      'whoami',
      'audit @me',
      'queue',
      'show deployments',
      'deploy main to production',
    ])
      await harmless(words, name);
    await harmless('unlock staging', name);
    expect(harmInPosts()).toEqual([]);
  });
});
