// The same conversation in German and Japanese: what is typed stays English, what is answered speaks the asker's language, and an
// operation's card keeps it over restarts and for everybody who reads along.
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { openStage, type Stage } from './stage.ts';
import { openWorld, type World } from './world.ts';

jest.setTimeout(60_000);

let world: World;
let stage: Stage;
beforeAll(async () => {
  world = await openWorld();
  stage = await openStage(world);
}, 60_000);
afterAll(async () => {
  await stage.close();
  await world.close();
});

const says = (words: string, locale: string) => stage.as('alice').says(words, { locale });

test('help in German, Japanese and again in English', async () => {
  const german = await says('help', 'de-DE');
  expect(german.text).toContain('Was du brickbot fragen kannst');
  expect(german.text).toContain('Bringt einen Branch oder Tag in eine Umgebung');
  expect(german.text).not.toContain('Brings a branch');
  expect(german.buttons).toContain('So wird ausgerollt');
  const japanese = await says('help', 'ja-JP');
  expect(japanese.text).toContain('brickbot にできること');
  expect((await says('help', 'en-GB')).text).toContain('What you can ask brickbot');
});

test('a deploy that a German asked for: the card is German to its end', async () => {
  await says('deploy feature-x to staging', 'de-AT');
  const { message } = await stage.conversation.until('the end in German', (post) =>
    /^feature-x nach staging ausrollen: Fertig/.test(post.message.summary),
  );
  expect(JSON.stringify(message.card)).toContain('Tests starten');
  expect(JSON.stringify(message.card)).not.toMatch(/Update the git folder|took /);
});

test('failures and questions, and nothing is started by them', async () => {
  const failure = await says('deploy nothing-like-it to staging', 'de');
  expect(failure.text).toContain('Es gibt keinen Branch oder Tag „nothing-like-it“');
  expect(failure.text).toContain('Es wurde nichts geändert.');
  const japanese = await says('deploi feature-x', 'ja');
  expect(japanese.text).toContain('理解できませんでした');
  expect(japanese.text).toContain('何も開始していません。');
  const missing = await says('deploy', 'de');
  expect(missing.text).toContain('Eine Angabe fehlt. Es wurde nichts gestartet.');
});

test('two people at once, each in their own language', async () => {
  const [german, english] = await Promise.all([says('whoami', 'de'), stage.as('bob').says('whoami')]);
  expect(german.text).toContain('Rollen');
  expect(english.text).toContain('Roles');
});
