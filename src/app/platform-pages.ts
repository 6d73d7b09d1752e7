// Where the platform shows what an operation changed: the git folder of a deploy, the version of a promotion. Runs and builds carry their
// own address.
import type { DeployInput } from '../domain/deployment.ts';
import type { Operation } from '../domain/operation.ts';
import type { PromotionInput } from '../domain/promotion.ts';
import type { Services } from '../services/index.ts';

/** Undefined where there is no such page, or the configuration has let go of what the operation was about. */
export const changedPage = (
  { kind, input }: Pick<Operation, 'kind' | 'input'>,
  { models, deployments }: Pick<Services, 'models' | 'deployments'>,
): string | undefined => {
  try {
    switch (kind) {
      case 'deploy':
        return deployments.pages((input as DeployInput).environment).folderUrl;
      case 'promote': {
        const { model, version } = input as PromotionInput;
        return models.url(model, version);
      }
      case 'tests':
      case 'job':
      case 'repair':
      case 'pipeline':
        return undefined;
    }
  } catch {
    // An operation ends whatever became of the configuration meanwhile.
    return undefined;
  }
};
