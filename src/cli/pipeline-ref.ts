// What Azure Pipelines calls a branch, in words that git knows. Of a pull request it gives `refs/pull/12/merge`, a merge that exists at
// Azure DevOps alone; what people mean is the branch that asks to be merged, which stands in a variable beside it.

type Environment = Readonly<Record<string, string | undefined>>;

const PULL = /^refs\/pull\/\d+\/(merge|head)$/;

/** @returns the word as it is, unless it names a pull request whose source branch is known */
export const refInPipeline = (word: string, environment: Environment): string =>
  PULL.test(word) ? (environment['SYSTEM_PULLREQUEST_SOURCEBRANCH'] ?? word) : word;
