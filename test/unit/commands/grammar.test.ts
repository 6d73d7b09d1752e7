import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { command } from '../../../src/commands/command.ts';
import { compileGrammar, type Parsed } from '../../../src/commands/grammar.ts';
import { guessCommands } from '../../../src/commands/guess.ts';
import { repairChatText } from '../../../src/commands/repair.ts';
import { usageOf, wordingOf } from '../../../src/commands/usage.ts';

const silent = async () => ({ kind: 'silence' }) as const;
const deploy = command({
  name: 'deploy',
  also: ['ship'],
  group: 'Ship',
  summary: 'Brings a branch to an environment',
  permission: 'deploy',
  arguments: {
    ref: { kind: 'ref', label: 'branch', positional: true, required: true },
    environment: { kind: 'environment', keywords: ['to'] },
    dryRun: { kind: 'flag', keywords: ['dry-run'] },
  },
  examples: ['deploy feature-x'],
  run: silent,
});
const runJob = command({
  name: 'run job',
  group: 'Test',
  summary: 'Runs a job',
  permission: 'run-job',
  arguments: {
    job: { kind: 'job', positional: true, required: true },
    environment: { kind: 'environment', keywords: ['in'] },
    parameters: { kind: 'pairs', keywords: ['with'] },
  },
  examples: ['run job nightly-train with rows=10'],
  run: silent,
});
const showExperiment = command({
  name: 'show experiment',
  group: 'Look',
  summary: 'Shows runs',
  permission: 'look',
  arguments: {
    experiment: { kind: 'experiment', positional: true, required: true },
    last: { kind: 'count', keywords: ['last'] },
    metric: { kind: 'metric', keywords: ['metric'] },
    by: { kind: 'person', keywords: ['by'] },
  },
  examples: ['show experiment churn'],
  run: silent,
});
const cancel = command({
  name: 'cancel',
  group: 'Steer',
  summary: 'Stops',
  permission: 'cancel',
  arguments: { op: { kind: 'operation', positional: true, required: true } },
  examples: ['cancel 7K3F'],
  run: silent,
});
const records = [deploy, runJob, showExperiment, cancel];
const parse = compileGrammar(records);
const say = (text: string): Parsed => parse(repairChatText(text));

/** What a line means, short enough for a table. */
const meaning = (text: string): unknown => {
  const parsed = say(text);
  switch (parsed.kind) {
    case 'match':
      return wordingOf(parsed.record, parsed.values);
    case 'missing':
      return `missing ${parsed.argument} of ${parsed.record.name}`;
    case 'problem':
      return `problem: ${parsed.problem}`;
    case 'unknown':
    case 'empty':
      return parsed.kind;
  }
};

describe('a line of chat', () => {
  test.each([
    ['deploy feature-x', 'deploy feature-x'],
    ['deploy feature-x to staging', 'deploy feature-x to staging'],
    ['deploy to staging feature-x', 'deploy feature-x to staging'],
    ['ship feature-x', 'deploy feature-x'],
    ['DEPLOY Feature-X', 'deploy Feature-X'],
    ['deploy feature-x --to staging --dry-run', 'deploy feature-x to staging --dry-run'],
    ['deploy feature-x —dry-run', 'deploy feature-x --dry-run'],
    ['deploy\u00a0feature-x\u200b to  staging', 'deploy feature-x to staging'],
    ['/deploy feature-x', 'deploy feature-x'],
    ['deploy `feature-x`', 'deploy feature-x'],
    ['deploy “feature-x”', 'deploy feature-x'],
    ['deploy „feature-x“', 'deploy feature-x'],
    ['deploy «feature-x»', 'deploy feature-x'],
    ['deploy "to"', 'deploy "to"'],
    ['deploy', 'missing ref of deploy'],
    ['deploy to staging', 'missing ref of deploy'],
    ['deploy feature-x to', 'missing environment of deploy'],
    ['deploy feature-x to staging to dev', 'problem: environment is given twice'],
    ['deploy feature-x now', 'problem: “now” does not belong to deploy'],
    ['deploy feature-x --force', 'problem: --force is no option of deploy'],
    [
      'run job nightly-train with rows=10 name="two words" in staging',
      'run job nightly-train in staging with rows=10 name="two words"',
    ],
    ['run job nightly-train with rows', 'problem: “rows” is not of the form name=value'],
    [
      'show experiment /Shared/churn last 5 metric auc by alice',
      'show experiment /Shared/churn last 5 metric auc by alice',
    ],
    ['show experiment churn last five', 'problem: “five” is not a number from 1 to 1000'],
    ['cancel op 7K3F', 'cancel 7K3F'],
    ['cancel 7k3f', 'cancel 7k3f'],
    ['please deploy feature-x', 'deploy feature-x'],
    [
      'Hey brickbot, could you please deploy the feature-x branch to the staging environment, thanks!',
      'deploy feature-x to staging',
    ],
    ['deploy branch feature-x to staging 🚀', 'deploy feature-x to staging'],
    ['deploy branch', 'deploy "branch"'],
    ['deploy branch to staging', 'deploy "branch" to staging'],
    ['deploy "please"', 'deploy "please"'],
    ['deploy "feature-x', 'deploy feature-x'],
    ['deploy <feature-x> to <staging>', 'deploy feature-x to staging'],
    ['<p>deploy <b>feature-x</b></p>', 'deploy feature-x'],
    ['<blockquote>deploy main to production</blockquote><p>deploy feature-x</p>', 'deploy feature-x'],
    ['deploy <a href="http://release.py">release.py</a>', 'deploy release.py'],
    ['deploy **feature-x**', 'deploy feature-x'],
    ['ｄｅｐｌｏｙ　feature-x', 'deploy feature-x'],
    ['deploy 「feature-x」', 'deploy feature-x'],
    ['run the job nightly-train', 'run job nightly-train'],
    ['show me the experiment churn', 'show experiment churn'],
    ['deploy feature-x.', 'deploy feature-x'],
    ['deploy feature-x?', 'unknown'],
    ['can you deploy feature-x?', 'unknown'],
    ["don't deploy feature-x", 'unknown'],
    ['please never deploy feature-x', 'unknown'],
    ['deploy feature-x if tests pass', 'problem: “if” does not belong to deploy'],
    ['dерloy feature-x', 'unknown'],
    ['depoly feature-x', 'unknown'],
    ['', 'empty'],
  ])('%j means %j', (typed, expected) => {
    expect(meaning(typed)).toBe(expected);
  });

  test('a usage line shows every argument once', () => {
    expect(usageOf(deploy)).toBe('deploy <branch> [to <environment>] [--dry-run]');
    expect(usageOf(runJob)).toBe('run job <job> [in <environment>] [with <name>=<value> …]');
  });

  test('a typing mistake is guessed with the rest kept, and never run', () => {
    expect(guessCommands(records, ['depoly', 'feature-x'])).toEqual(['deploy feature-x']);
    expect(guessCommands(records, ['experiment', 'churn'])).toEqual(['show experiment churn']);
    expect(guessCommands(records, ['good', 'morning'])).toEqual([]);
  });

  test('no text makes the grammar throw, and a command never comes out of other words', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const parsed = say(text);
        if (parsed.kind !== 'match') return;
        expect(repairChatText(text).toLowerCase()).toContain(
          [parsed.record.name, ...parsed.record.also].find((name) =>
            repairChatText(text)
              .toLowerCase()
              .startsWith(name.split(' ')[0] ?? ''),
          ) ?? 'nothing',
        );
      }),
    );
  });

  test('the canonical wording parses back to the same values', () => {
    const branch = fc.stringMatching(/^[a-z][a-z0-9/._-]{0,30}$/).filter((name) => !name.includes('--'));
    fc.assert(
      fc.property(branch, fc.option(branch, { nil: undefined }), fc.boolean(), (ref, environment, dryRun) => {
        const values = { ref, environment, dryRun };
        const parsed = say(wordingOf(deploy, values));
        expect(parsed).toMatchObject({
          kind: 'match',
          values: environment === undefined ? { ref, dryRun } : values,
        });
      }),
    );
  });
});

describe('a text in quotes', () => {
  const keep = command({
    name: 'keep',
    group: 'Ship',
    summary: 'Keeps an environment',
    permission: 'lock',
    arguments: {
      environment: { kind: 'environment', positional: true, required: true },
      branch: { kind: 'ref', keywords: ['branch'] },
      reason: { kind: 'text', keywords: ['because'], positional: true, required: true },
    },
    examples: ['keep staging because demo'],
    run: silent,
  });
  const read = (line: string) => {
    const parsed = compileGrammar([keep])(line);
    return parsed.kind === 'match' ? parsed.values : parsed.kind;
  };

  test('ends with them when a keyword follows; without them a reason is a sentence', () => {
    const values = { environment: 'staging', branch: 'x', reason: 'data backfill' };
    expect(read('keep staging "data backfill" branch x')).toEqual(values);
    expect(read('keep staging branch x because data backfill')).toEqual(values);
    expect(read('keep staging because the branch x is slow')).toEqual({
      environment: 'staging',
      reason: 'the branch x is slow',
    });
  });
});
