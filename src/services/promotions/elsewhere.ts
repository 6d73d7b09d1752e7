// What people decide about the same version at other places: transition requests and approval tags in Databricks, approvals of a stage
// that waits for it in Azure DevOps. A no there is a no here. A yes there moves the target there or waits for ours: it is shown, and
// never counts as votes of the policy here.
import type { Approval } from '../../domain/approval.ts';
import type { ElsewhereNote, PromotionInput } from '../../domain/promotion.ts';
import type { Models, RegistryDecision } from '../models/port.ts';
import type { StepContext } from '../operations/playbook.ts';
import type { AwaitedVersion, Overruled } from '../pipelines/overruled.ts';

export interface ElsewhereTools {
  readonly models: Models;
  /** Somebody who rejected, in Azure DevOps, the stage that waits for this version. */
  rejectedInPipeline(of: AwaitedVersion, signal: AbortSignal): Promise<Overruled | undefined>;
}

/** What the step that waits keeps between two looks. */
export interface SeenElsewhere {
  readonly there: readonly ElsewhereNote[];
  /** A request for the same stage was open in Databricks. */
  readonly requested?: boolean;
  /** Rejections that stood there before this was asked: an old answer to an older question. */
  readonly old?: readonly string[];
}

export interface LookedElsewhere {
  readonly seen: SeenElsewhere;
  readonly rejected?: { readonly place: string; readonly by?: string; readonly because: string };
}

export const lookElsewhere = async (
  { models, rejectedInPipeline }: ElsewhereTools,
  context: StepContext<PromotionInput>,
  { target, evidence: { candidateCommit: commit } }: Approval,
): Promise<LookedElsewhere> => {
  const { input } = context.operation;
  const before = context.data<SeenElsewhere>('decision');
  const full = models.fullName(input.model);
  const all = await models.registry(input.model).decisions(full, input.version, context.signal);
  const requests = all.filter(
    ({ kind, stage }) => kind === 'transition-request' && target.kind === 'stage' && stage === target.stage,
  );
  const tags = all.filter(({ kind }) => kind === 'deployment-job');
  const noes = tags.filter(({ state }) => state === 'rejected').map(keyOf);
  const old = before?.old ?? noes;
  const seen: SeenElsewhere = {
    there: [...requests, ...tags.filter(({ state }) => state === 'approved')].map(noteOf),
    ...(requests.length > 0 && { requested: true }),
    old: old.filter((key) => noes.includes(key)),
  };
  const no = tags.find((each) => each.state === 'rejected' && !old.includes(keyOf(each)));
  if (no) return { seen, rejected: { place: 'Databricks', because: `by the tag ${keyOf(no)}` } };
  if (before?.requested === true && requests.length === 0)
    return {
      seen,
      rejected: { place: 'Databricks', because: 'The request there was closed and the stage was not moved.' },
    };
  const awaited = {
    names: [input.model, full],
    version: input.version,
    ...(commit !== undefined && { commit }),
  };
  const stage = await rejectedInPipeline(awaited, context.signal);
  if (stage) {
    const { by, build, because = `the stage of build ${build} that waits for it` } = stage;
    return { seen, rejected: { place: 'Azure DevOps', ...(by !== undefined && { by }), because } };
  }
  return { seen };
};

const keyOf = ({ comment = '' }: RegistryDecision): string => comment;

const noteOf = ({ kind, state, by, at, comment }: RegistryDecision): ElsewhereNote => ({
  place: 'Databricks',
  what: kind,
  state: state === 'approved' ? 'approved' : 'waiting',
  ...(by !== undefined && { by }),
  ...(at !== undefined && { at }),
  ...(comment !== undefined && { comment }),
});
