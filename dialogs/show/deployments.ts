// `show deployments`: the history of what was brought where.
import { deploymentsCard, deploymentsSamples } from '../../src/cards/index.ts';
import { faceAnswer } from '../../src/commands/answer.ts';
import { command } from '../../src/commands/command.ts';

const ROWS = 10;

export const showDeployments = command({
  name: 'show deployments',
  also: ['deployments', 'show deploys', 'history'],
  group: 'Look',
  summary: 'Lists the last deployments, newest first',
  permission: 'look',
  arguments: {
    environment: { kind: 'environment', positional: true, keywords: ['in', 'to'] },
    last: { kind: 'count', label: 'n', keywords: ['last'] },
  },
  examples: ['show deployments', 'show deployments in staging last 5'],
  run: async ({ values, services, now }) => {
    const { deployments, environments } = await services();
    const environment =
      values.environment === undefined ? undefined : environments.named(values.environment).name;
    const list = await deployments.history({
      ...(environment !== undefined && { environment }),
      limit: Math.min(values.last ?? ROWS, 50),
    });
    return faceAnswer(
      deploymentsCard({ deployments: list, ...(environment !== undefined && { environment }), now }),
      { deployments: list },
    );
  },
  samples: deploymentsSamples,
});
