// The Databricks side of setting up: is the workspace there and the token good, has brickbot a git credential, does the git folder of
// each environment stand, do the experiments exist.
import type { Databricks } from '../../databricks/client.ts';
import type { Environment } from '../../domain/environment.ts';
import { sameRepository } from '../deployments/git-folder.ts';
import type { SetupStep } from './step.ts';

/** One workspace with the environments in it. */
export interface SetupWorkspace {
  readonly host: string;
  readonly databricks: Databricks;
  readonly environments: readonly Environment[];
}

export interface GitWanted {
  readonly url: string;
  /** Databricks' name of the git host. */
  readonly provider: string;
  /** Token to hand to Databricks; absent when none is configured. */
  readonly token: string | undefined;
  /** Store what is configured anew, also where something is stored. */
  readonly renew: boolean;
}

const FEDERATED = 'azureDevOpsServicesAad';
const AZURE = 'azureDevOpsServices';

export const workspaceStep = ({ host, databricks }: SetupWorkspace): SetupStep => ({
  name: `workspace ${host}`,
  title: `Workspace ${host}`,
  look: async () => {
    const me = await databricks.me();
    return { kind: 'there', found: `answers; brickbot is ${me.userName} by ${databricks.credentials}` };
  },
});

export const credentialStep = (
  { host, databricks }: SetupWorkspace,
  { provider, url, token, renew }: GitWanted,
  /** Whether the repository could be read without any token. */
  isOpen: () => boolean,
): SetupStep => {
  const kinds = provider.toLowerCase() === AZURE.toLowerCase() ? [provider, FEDERATED] : [provider];
  return {
    name: `git credential ${host}`,
    title: `Git credential in ${host}`,
    needs: [`workspace ${host}`],
    hand: [
      `As brickbot’s own identity: databricks git-credentials create ${provider} --git-username <user> --personal-access-token <token>`,
    ],
    look: async () => {
      const held = (await databricks.gitCredentials.list()).find((each) =>
        kinds.some((kind) => kind.toLowerCase() === each.provider.toLowerCase()),
      );
      const found = held
        ? `${held.provider}${held.userName === undefined ? '' : ` as ${held.userName}`}`
        : `none for ${provider}`;
      if (held && !(renew && token !== undefined)) return { kind: 'there', found };
      if (token !== undefined)
        return {
          kind: 'missing',
          found,
          plan: `store the token of BRICKBOT_GIT_TOKEN as the credential for ${provider}`,
          make: async () => {
            const { userName } = await databricks.me();
            await databricks.gitCredentials.put({ provider, userName: held?.userName ?? userName, token });
            return `stored the token of BRICKBOT_GIT_TOKEN as the credential for ${provider}`;
          },
        };
      if (kinds.includes(FEDERATED) && databricks.credentials === 'entra')
        return {
          kind: 'missing',
          found,
          plan: `store a credential ${FEDERATED}, by which Databricks signs in to Azure DevOps as the service principal`,
          make: async () => {
            const { userName } = await databricks.me();
            await databricks.gitCredentials.put({ provider: FEDERATED, userName });
            return `stored a credential ${FEDERATED}; its application in Entra needs a federated credential: issuer ${host}/oidc, subject ${userName}, audience api://AzureADTokenExchange`;
          },
        };
      if (isOpen()) return { kind: 'there', found: 'not needed: the repository can be read without one' };
      return {
        kind: 'by-hand',
        found,
        todo: [
          `Set BRICKBOT_GIT_TOKEN (or BRICKBOT_GIT_TOKEN_FILE) to a token that may read ${url}, and run setup again.`,
          `Or, as brickbot’s own identity: databricks git-credentials create ${provider} --git-username <user> --personal-access-token <token>`,
        ],
      };
    },
  };
};

export const checkoutStep = (
  { host, databricks }: SetupWorkspace,
  { name, checkout: path }: Environment,
  { url, provider }: GitWanted,
): SetupStep => ({
  name: `checkout ${name}`,
  title: `Git folder of ${name}`,
  needs: [`workspace ${host}`, `git credential ${host}`],
  hand: [
    `Somebody who may write to ${path} creates the git folder: databricks repos create ${url} ${provider} --path ${path}`,
    'Then give brickbot’s identity the right to manage it.',
  ],
  look: async () => {
    const repo = await databricks.repos.byPath(path);
    if (!repo)
      return {
        kind: 'missing',
        found: `nothing at ${path}`,
        plan: `clone ${url} to ${path}`,
        make: async () => {
          const made = await databricks.repos.create({ path, url, provider });
          return `cloned ${url} to ${path}${made.headCommit === undefined ? '' : ` at ${made.headCommit.slice(0, 8)}`}`;
        },
      };
    if (sameRepository(repo.url, url))
      return {
        kind: 'there',
        found: `${path} stands at ${repo.branch ?? repo.headCommit?.slice(0, 8) ?? 'a commit'}`,
      };
    return {
      kind: 'by-hand',
      found: `${path} holds ${repo.url}`,
      todo: [
        `Move that folder away, or write another path at environments.${name}.checkout: brickbot never replaces a folder of another repository.`,
      ],
    };
  },
});

export interface ExperimentWanted {
  /** Key in brickbot.yaml. */
  readonly key: string;
  readonly path: string;
  /** As the file has it. */
  readonly id: string | undefined;
  /** Writes the id into the file; absent where the file cannot be written. */
  readonly remember: ((id: string) => Promise<void>) | undefined;
}

export const experimentStep = (
  { host, databricks }: SetupWorkspace,
  { key, path, id, remember }: ExperimentWanted,
): SetupStep => ({
  name: `experiment ${key}`,
  title: `Experiment ${key}`,
  needs: [`workspace ${host}`],
  hand: [`Somebody who may write to its folder creates it: databricks experiments create-experiment ${path}`],
  look: async () => {
    const [named, known] = await Promise.all([
      databricks.experiments.byName(path),
      id === undefined ? undefined : databricks.experiments.byId(id),
    ]);
    if (known)
      return { kind: 'there', found: `${id} is ${known.name}${known.name === path ? '' : ', renamed'}` };
    if (!named)
      return {
        kind: 'missing',
        found: `no ${path}`,
        plan: remember ? `create ${path} and write its id into the configuration` : `create ${path}`,
        make: async () => {
          const made = await databricks.experiments.create(path);
          await remember?.(made);
          return remember
            ? `created experiment ${made}, and its id stands in the configuration`
            : `created experiment ${made}; write it down as experiments.${key}.id: '${made}'`;
        },
      };
    const found = `${path} is ${named.id}${id === undefined ? '' : `; the configuration says ${id}, which is not there`}`;
    if (!remember)
      return {
        kind: 'by-hand',
        found,
        todo: [`Write into the configuration, below experiments.${key}:  id: '${named.id}'`],
      };
    return {
      kind: 'missing',
      found,
      plan: `write the id ${named.id} into the configuration`,
      make: async () => {
        await remember(named.id);
        return `the id ${named.id} stands in the configuration`;
      },
    };
  },
});
