import { expect, test } from '@jest/globals';
import { sentElsewhere, troubleIn } from '../../../src/devops/git-words.ts';

test.each([
  ["fatal: could not read Username for 'http://h': terminal prompts disabled", 'git-refused'],
  ["fatal: Authentication failed for 'http://h/x.git/'", 'git-refused'],
  ["fatal: unable to access 'http://h/x.git/': The requested URL returned error: 403", 'git-refused'],
  ['git@h: Permission denied (publickey).', 'git-refused'],
  ["fatal: repository 'http://h/x.git/' not found", 'git-nothing-there'],
  ["fatal: '/x' does not appear to be a git repository", 'git-nothing-there'],
  ["fatal: unable to access 'http://h/x.git/': The requested URL returned error: 302", 'git-nothing-there'],
  ["fatal: unable to access 'http://h/x.git/': The requested URL returned error: 503", 'git-unreachable'],
  ["fatal: unable to access 'http://h/x.git/': Could not resolve host: h", 'git-unreachable'],
  ["error: cannot lock ref 'refs/heads/main'", 'git-unreachable'],
  ['', 'git-unreachable'],
])('%s', (said, trouble) => {
  expect(troubleIn(said)).toBe(trouble);
});

test('a redirect is told from other trouble', () => {
  expect(sentElsewhere('The requested URL returned error: 301')).toBe(true);
  expect(sentElsewhere('The requested URL returned error: 404')).toBe(false);
});
