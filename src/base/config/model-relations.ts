// What no single value of the section `models` shows: names that point nowhere, approvals that nobody could ever give, targets that the
// registry does not know. Found at the start, not after the last vote.
import type { ConfigFile } from './schema.ts';

export interface ModelFault {
  /** Path of the key: `models.churn.environment`. */
  readonly name: string;
  readonly problem: string;
  readonly remedy: string;
}

type Model = ConfigFile['models'][string];

export const modelFaults = (
  file: Pick<ConfigFile, 'environments' | 'tests' | 'models'>,
  /** Workspace of the environments that name none. */
  host?: string,
): readonly ModelFault[] => [
  ...Object.entries(file.models).flatMap(([key, model]) =>
    [...pointers(file, model), ...approvals(model), ...places(key, model)].map((fault) => ({
      ...fault,
      name: `models.${key}.${fault.name}`,
    })),
  ),
  ...twins(file, host),
];

/** The same model in the same registry, declared twice: its gates and approvals would be those of whichever is found first. */
const twins = (
  { environments, models }: Pick<ConfigFile, 'environments' | 'models'>,
  host: string | undefined,
): readonly ModelFault[] => {
  const first = new Map<string, string>();
  return Object.entries(models).flatMap(([key, model]) => {
    const { name = key, environment = Object.keys(environments)[0] ?? '', tracking } = model;
    const registry = bareAddress(tracking ?? environments[environment]?.host ?? host ?? '');
    // What is no catalog is the one registry that the address has beside it.
    const place = JSON.stringify([kindOf(key, model) === 'catalog', registry, name]);
    const other = first.get(place);
    first.set(place, other ?? key);
    return other === undefined
      ? []
      : [
          {
            name: `models.${key}.name`,
            problem: `“${name}” is the model of models.${other} already, in the same registry`,
            remedy: `Make one entry of models.${other} and models.${key}, or give one another name or registry.`,
          },
        ];
  });
};

/** An address as two spellings of it have it in common. */
const bareAddress = (address: string): string =>
  address
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/+$/, '');

/** Which kind of registry keeps a model; undefined where only the workspace can tell. */
const kindOf = (key: string, { name = key, registry, tracking }: Model): Model['registry'] =>
  registry ?? (tracking !== undefined ? 'mlflow' : name.split('.').length === 3 ? 'catalog' : undefined);

const pointers = (
  { environments, tests }: Pick<ConfigFile, 'environments' | 'tests'>,
  { environment, gates }: Model,
): readonly ModelFault[] => [
  ...(environment !== undefined && !Object.hasOwn(environments, environment)
    ? [
        {
          name: 'environment',
          problem: `“${environment}” is not declared`,
          remedy: `Use one of ${Object.keys(environments).join(', ')}.`,
        },
      ]
    : []),
  ...(typeof gates.tests === 'string' && !Object.hasOwn(tests, gates.tests)
    ? [
        {
          name: 'gates.tests',
          problem: `“${gates.tests}” is not a declared suite`,
          remedy: `Use one of ${Object.keys(tests).join(', ')}, or false to switch the gate off.`,
        },
      ]
    : []),
];

/** Requests that could only ever expire. */
const approvals = ({ approvals: { order, quorum, approvers } }: Model): readonly ModelFault[] => {
  const people = new Set(approvers.map((each) => each.toLowerCase()));
  if (order !== 'any' && people.size === 0)
    return [
      {
        name: 'approvals.approvers',
        problem: `the order “${order}” needs a list`,
        remedy: 'Name who has to approve, or use the order any.',
      },
    ];
  const onlyPeople = approvers.every((each) => !each.startsWith('group:'));
  return order === 'any' && people.size > 0 && onlyPeople && quorum > people.size
    ? [
        {
          name: 'approvals.quorum',
          problem: `${quorum} approvals of ${people.size} ${people.size === 1 ? 'person' : 'people'} can never be`,
          remedy: 'Name more approvers, or ask for fewer approvals.',
        },
      ]
    : [];
};

const places = (key: string, model: Model): readonly ModelFault[] => {
  const { tracking, targets } = model;
  const kind = kindOf(key, model);
  return [
    ...(tracking !== undefined && kind !== 'mlflow'
      ? [
          {
            name: 'tracking',
            problem: `an MLflow server has no registry of the kind ${kind}`,
            remedy: 'Leave registry out, or set it to mlflow.',
          },
        ]
      : []),
    ...Object.entries(targets).flatMap(([word, target]) => {
      const wanted = 'stage' in target ? 'workspace' : 'copy' in target ? 'mlflow' : undefined;
      const isAlias = wanted === undefined;
      if (kind === undefined || kind === wanted || (isAlias && kind !== 'workspace')) return [];
      return [
        {
          name: `targets.${word}`,
          problem: `${isAlias ? 'an alias' : 'stage' in target ? 'a stage' : 'a copy'} is nothing that the registry ${kind} knows`,
          remedy: kind === 'workspace' ? 'Give it a stage.' : 'Give it an alias.',
        },
      ];
    }),
  ];
};
