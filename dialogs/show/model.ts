// `show model`: who holds what of a registered model, its newest versions with the metric that counts, and what waits for a decision.
import { modelCard, modelSamples } from '../../src/cards/index.ts';
import { faceAnswer } from '../../src/commands/answer.ts';
import { command } from '../../src/commands/command.ts';
import { targetName } from '../../src/domain/model.ts';

export const showModel = command({
  name: 'show model',
  also: ['model', 'show models'],
  group: 'Look',
  summary: 'Shows who holds which alias of a model, and its versions with their metric',
  permission: 'look',
  arguments: { model: { kind: 'model', positional: true, required: true } },
  examples: ['show model churn'],
  run: async ({ values: { model: asked }, services, now }) => {
    const { models, promotions } = await services();
    const [overview, pending] = await Promise.all([models.overview(asked), promotions.pending()]);
    const { model, figures, metric, missing } = overview;
    const waiting = pending
      .filter(({ evidence }) => evidence.candidate.model === model.name)
      .map(({ op, evidence, target }) => ({
        op,
        version: evidence.candidate.version,
        target: targetName(target),
      }));
    return faceAnswer(
      modelCard({ ...overview, asked, champion: targetName(models.target(asked, undefined)), waiting, now }),
      {
        model: model.name,
        registry: model.registry,
        holders: model.holders,
        metric: metric ?? null,
        versions: model.versions.map(({ version, status, createdAt, createdBy, runId }) => ({
          version,
          status,
          createdAt,
          ...(createdBy !== undefined && { createdBy }),
          ...(runId !== undefined && { runId }),
          ...(figures[version] !== undefined && { value: figures[version] }),
        })),
        waiting,
        missing,
      },
    );
  },
  samples: modelSamples,
});
