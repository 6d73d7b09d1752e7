// The Azure DevOps side of setting up: is the project there and the token good, do its service hooks post to brickbot, has the library the
// variable group that pipelines read.
import type { AzureDevOps } from '../../devops/azure/index.ts';
import type { SetupStep } from './step.ts';

/** Variable group of the sample pipeline, with what it holds. */
export const VARIABLE_GROUP = 'Databricks-mlops-environment';
const VARIABLES = ['DATABRICKS_HOST', 'DATABRICKS_TOKEN'] as const;

export interface AzureWanted {
  /** Absent: no project or no token is configured; the sentence says what is missing. */
  readonly azure: AzureDevOps | { readonly missing: string };
  readonly door:
    | { readonly address: { readonly url: string; readonly user: string; readonly password: string } }
    | { readonly missing: string };
  readonly renew: boolean;
}

const PROJECT = 'azure devops';

export const azureSteps = ({ azure, door, renew }: AzureWanted): readonly SetupStep[] => {
  if ('missing' in azure)
    return [
      {
        name: PROJECT,
        title: 'Azure DevOps',
        look: async () => ({ kind: 'left-out', found: azure.missing }),
      },
    ];
  const { collection, project, repository } = azure.address;
  return [
    {
      name: PROJECT,
      title: `Azure DevOps project ${project}`,
      look: async () => {
        const pipelines = await azure.pipelines.list();
        return {
          kind: 'there',
          found: `answers by ${azure.credentials}; ${pipelines.length} ${pipelines.length === 1 ? 'pipeline' : 'pipelines'}`,
        };
      },
    },
    {
      name: 'service hooks',
      title: 'Service hooks',
      needs: [PROJECT],
      hand:
        'address' in door
          ? [
              `A project administrator, in ${collection}${encodeURIComponent(project)}/_settings/serviceHooks: + › Web Hooks, once for each event below,`,
              `URL ${door.address.url}, user and password as in BRICKBOT_WEBHOOK_USER and BRICKBOT_WEBHOOK_PASSWORD, details Minimal, messages None:`,
              'run state changed, run stage state changed, run stage waiting for approval, run stage approval completed, pull request created, updated, merged.',
            ]
          : [],
      look: async () => {
        if ('missing' in door) return { kind: 'left-out', found: door.missing };
        const { address } = door;
        const all = await azure.hooks.look(address);
        const absent = all.filter(({ state }) => state === 'missing').length;
        const off = all.filter(({ state }) => state === 'off').length;
        const found =
          [
            ...(all.length - absent - off > 0 ? [`${all.length - absent - off} post to ${address.url}`] : []),
            ...(absent > 0 ? [`${absent} missing`] : []),
            ...(off > 0 ? [`${off} switched off`] : []),
          ].join(', ') || 'none';
        if (absent + off === 0 && !renew) return { kind: 'there', found };
        const plan = [
          ...(absent > 0 ? [`create ${absent}`] : []),
          ...(off > 0 ? [`switch ${off} on again`] : []),
          ...(renew ? ['store the password anew'] : []),
        ].join(', ');
        return {
          kind: 'missing',
          found,
          plan,
          make: async () => {
            const did = (await azure.hooks.ensure(address, renew)).map((each) => each.did);
            const count = (what: (typeof did)[number]): number => did.filter((each) => each === what).length;
            return `created ${count('made')}, switched on ${count('enabled')}, renewed ${count('renewed')}`;
          },
        };
      },
    },
    {
      name: 'variable group',
      title: `Variable group ${VARIABLE_GROUP}`,
      needs: [PROJECT],
      look: async () => {
        const held = await azure.library.variables(VARIABLE_GROUP);
        const absent = VARIABLES.filter((name) => !held?.includes(name));
        if (absent.length === 0) return { kind: 'there', found: `it holds ${VARIABLES.join(' and ')}` };
        if (!held && (await azure.pipelines.list()).length === 0)
          return { kind: 'left-out', found: 'no pipeline that would read it' };
        const organisation = `--organization ${collection} --project "${project}"`;
        return {
          kind: 'by-hand',
          found: held ? `${absent.join(' and ')} missing in it` : 'not there',
          // The token is that of the pipeline, not brickbot's own: only people can choose it.
          todo: held
            ? [
                `Add ${absent.join(' and ')} (the token as a secret) in ${collection}${encodeURIComponent(project)}/_library.`,
              ]
            : [
                `az pipelines variable-group create ${organisation} --name ${VARIABLE_GROUP} --authorize false --variables DATABRICKS_HOST=<workspace address>`,
                `az pipelines variable-group variable create ${organisation} --group-id <its id> --name DATABRICKS_TOKEN --secret true`,
                `Then permit it to the pipelines of ${repository} when their first run asks.`,
              ],
        };
      },
    },
  ];
};
