// `show environments`: what stands where.
import { environmentsCard, environmentsSamples } from '../../src/cards/index.ts';
import { faceAnswer } from '../../src/commands/answer.ts';
import { command } from '../../src/commands/command.ts';

export const showEnvironments = command({
  name: 'show environments',
  also: ['environments', 'show envs', 'envs', "what's deployed", 'what is deployed'],
  group: 'Look',
  summary: 'Shows what stands in each environment, who has it locked, who waits, and its gates',
  permission: 'look',
  arguments: {},
  examples: ['show environments'],
  run: async ({ services, now }) => {
    const { deployments, locks, queue, gates } = await services();
    const held = await locks.standing();
    const standing = await Promise.all(
      (await deployments.standing()).map(async ({ environment, deployment }) => {
        const lock = held.find((each) => each.environment === environment.name);
        return {
          environment,
          deployment,
          ...(lock && { lock }),
          line: (await queue.of(environment.name)).length,
          gates: gates.rules(environment.name),
        };
      }),
    );
    return faceAnswer(environmentsCard({ standing, now }), {
      environments: standing.map(({ environment, deployment, lock, line, gates: rules }) => ({
        name: environment.name,
        production: environment.production,
        checkout: environment.checkout,
        deployment: deployment ?? null,
        lock: lock ?? null,
        line,
        gates: rules,
      })),
    });
  },
  samples: environmentsSamples,
});
