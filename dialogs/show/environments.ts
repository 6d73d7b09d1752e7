// `show environments`: what stands where.
import { environmentsCard, environmentsSamples } from '../../src/cards/index.ts';
import { faceAnswer } from '../../src/commands/answer.ts';
import { command } from '../../src/commands/command.ts';

export const showEnvironments = command({
  name: 'show environments',
  also: ['environments', 'show envs', 'envs', "what's deployed", 'what is deployed'],
  group: 'Look',
  summary: 'Shows what stands in each environment, since when and by whom',
  permission: 'look',
  arguments: {},
  examples: ['show environments'],
  run: async ({ services, now }) => {
    const { deployments } = await services();
    const standing = await deployments.standing();
    return faceAnswer(environmentsCard({ standing, now }), {
      environments: standing.map(({ environment, deployment }) => ({
        name: environment.name,
        production: environment.production,
        checkout: environment.checkout,
        deployment: deployment ?? null,
      })),
    });
  },
  samples: environmentsSamples,
});
