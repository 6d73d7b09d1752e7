// `where is <branch|commit>`: in which environments it stands, exactly or as part of something newer.
import { whereCard, whereSamples } from '../../src/cards/index.ts';
import { faceAnswer } from '../../src/commands/answer.ts';
import { command } from '../../src/commands/command.ts';

export const whereIs = command({
  name: 'where is',
  also: ["where's", 'where’s'],
  group: 'Look',
  summary: 'Shows in which environments a branch or commit stands',
  permission: 'look',
  arguments: { ref: { kind: 'ref', label: 'branch|commit', positional: true, required: true } },
  examples: ['where is feature-x', 'where is 4f2a91c0'],
  run: async ({ values, services, now }) => {
    const { deployments, pipelines } = await services();
    const [found, pulls] = await Promise.all([
      deployments.whereIs(values.ref),
      pipelines.pullsOf(values.ref),
    ]);
    return faceAnswer(whereCard({ ...found, pulls, typed: values.ref, now }), {
      pullRequests: pulls,
      commit: found.commit,
      mark: found.mark ?? null,
      environments: found.places.map(({ environment, presence, standing, ahead, behind }) => ({
        name: environment.name,
        presence,
        standing: standing ?? null,
        ahead: ahead ?? null,
        behind: behind ?? null,
      })),
    });
  },
  samples: whereSamples,
});
