// Help that fits the place: examples that work here, the gates in force, what the asker may do.
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { openStage, type Stage } from './stage.ts';
import { openWorld, type World } from './world.ts';

jest.setTimeout(60_000);

let world: World;
let stage: Stage;
beforeAll(async () => {
  world = await openWorld();
  stage = await openStage(world, {
    below: { production: '    gates: { after: staging, suite: unit, freshForMinutes: 1440 }\n' },
  });
}, 60_000);
afterAll(async () => {
  await stage.close();
  await world.close();
});

test('the example that help shows for each group is understood and not refused as unknown', async () => {
  const help = await stage.as('alice').says('help');
  expect(help.text).toContain('deploy feature-x');
  expect(help.text).toContain('show experiment churn');
  expect((await stage.as('alice').says('show environments')).failure).toBeUndefined();
});

test('help deploy: grammar, the gates in force here, and the rights of who asks', async () => {
  const developer = await stage.as('alice').says('help deploy');
  expect(developer.text).toMatch(/deploy <\u2060?branch\|tag>/);
  expect(developer.text).toMatch(/staging.*no gate/);
  expect(developer.text).toMatch(
    /production.*stands on staging first · suite unit green within 24 h · press on Start/,
  );
  expect(developer.text).toMatch(/In production.*you may not/);
  const releaser = await stage.as('bob').says('help deploy');
  expect(releaser.text).toMatch(/In production.*✓ you may/);
});

test('help for a command by another wording, and for none', async () => {
  expect((await stage.as('alice').says('help ship')).text).toMatch(/deploy <\u2060?branch\|tag>/);
  expect((await stage.as('alice').says('help run the tests')).failure).toBe('unknown-command');
  expect((await stage.as('alice').says('hello')).text).toContain('What you can ask brickbot');
});
