// What has to answer before brickbot can serve: its database, every workspace, and whoever gives it the token that it posts with.
import { asFault } from '../base/errors.ts';
import type { ReadinessCheck } from '../http/health.ts';
import { remembered } from '../http/health.ts';
import type { TeamsLine } from '../teams/teams.ts';
import type { House } from './house.ts';

/** A workspace that answered is believed for so long, in ms: probes must not eat into its limits. */
const WORKSPACE_KEPT = 30_000;
/** One that did not is asked again after this. */
const WORKSPACE_AGAIN = 5_000;

export const readinessOf = (
  house: House,
  line: Pick<TeamsLine, 'token'>,
): Readonly<Record<string, ReadinessCheck>> => ({
  store: async () => (await house.open()).store.ping(),
  workspace: remembered(() => workspaces(house), house.clock, {
    good: WORKSPACE_KEPT,
    bad: WORKSPACE_AGAIN,
  }),
  token: () => line.token(),
});

const workspaces = async (house: House): Promise<void> => {
  const { services, databricks } = await house.open();
  const clients = new Set(services.environments.list().map(databricks));
  await Promise.all(
    Array.from(clients, async (client) => {
      try {
        await client.me();
      } catch (error) {
        // Where brickbot works as people alone it has nothing to show who it is with.
        if (asFault(error).code !== 'sign-in-needed') throw error;
      }
    }),
  );
};
