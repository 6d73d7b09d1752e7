// The Bot Framework adapter: CloudAdapter behind our guard, spoken to with plain JSON instead of a web framework's request.
// A turn's sends go over the connector of this room, never over the SDK's HTTP stack.
import type {
  Activity,
  ConversationReference,
  InvokeResponse,
  ResourceResponse,
  TurnContext,
} from 'botbuilder';
import { type GuardedAuthentication, Refused } from './guard.ts';
import type { Refusals } from './refusals.ts';
import { ActivityTypes, CloudAdapter } from './sdk.ts';

/** What the messages endpoint answers. */
export interface Received {
  readonly status: number;
  readonly body?: unknown;
}

export class TeamsAdapter extends CloudAdapter {
  readonly #refusals: Refusals;

  constructor(authentication: GuardedAuthentication, refusals: Refusals) {
    super(authentication);
    this.#refusals = refusals;
  }

  /**
   * One activity, authenticated and run through the turn.
   * @returns 200 (or the invoke's own status), 401 when refused, 503 when no token can be judged because the issuer is out
   * of reach
   */
  async receive(
    authorization: string,
    activity: Activity,
    turn: (context: TurnContext) => Promise<void>,
  ): Promise<Received> {
    try {
      const answer = await this.processActivity(authorization, activity, turn);
      return answer === undefined ? { status: 200 } : { status: answer.status, body: answer.body as unknown };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#refusals.count(error.reason);
      return error.reason === 'keys-unavailable'
        ? { status: 503, body: { error: 'unavailable' } }
        : { status: 401, body: { error: 'unauthorized' } };
    }
  }

  /** Takes the answer to an invoke; anything else would leave by the SDK's own HTTP stack, which has no time limit. */
  override async sendActivities(
    context: TurnContext,
    activities: Partial<Activity>[],
  ): Promise<ResourceResponse[]> {
    if (activities.some(({ type }) => type !== ActivityTypes.InvokeResponse)) throw notThisRoad();
    return super.sendActivities(context, activities);
  }

  override async updateActivity(): Promise<never> {
    throw notThisRoad();
  }

  override async deleteActivity(
    _context: TurnContext,
    _reference: Partial<ConversationReference>,
  ): Promise<never> {
    throw notThisRoad();
  }
}

/** The activity that carries an invoke's answer back to `receive`. */
export const invokeAnswer = (value: InvokeResponse): Partial<Activity> => ({
  type: ActivityTypes.InvokeResponse,
  value,
});

const notThisRoad = (): Error => new Error('send through the connector of src/teams');
