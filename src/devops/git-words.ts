// git has one exit code for every trouble at the remote and no machine-readable reason: its fixed English words (LC_ALL=C) are all
// there is. This is the one place that reads them, and every other place branches on the outcome.
import type { ErrorCode } from '../base/catalogue.ts';

export type GitTrouble = Extract<ErrorCode, 'git-refused' | 'git-nothing-there' | 'git-unreachable'>;

const REFUSED =
  /authentication failed|could not read (username|password)|permission denied|returned error: 40[13]|access denied|invalid credentials|http basic: access denied/i;

/** Something answers there that is no repository: a wrong address, one that is hidden from strangers, a sign-in page. */
const NOTHING_THERE =
  /is this a git repository|does not appear to be a git repository|repository .{0,300} (not found|does not exist)|returned error: 404|unable to update url base from redirection/i;

const REDIRECTED = /returned error: 30[12378]/i;

/** Why the remote did not serve us; `git-unreachable` when the words do not say. */
export const troubleIn = (said: string): GitTrouble => {
  if (REFUSED.test(said)) return 'git-refused';
  return NOTHING_THERE.test(said) || REDIRECTED.test(said) ? 'git-nothing-there' : 'git-unreachable';
};

/** Whether the remote sent us to another address, where git was told not to follow. */
export const sentElsewhere = (said: string): boolean => REDIRECTED.test(said);
