// Reads `azure-pipelines.yml` into what the runner walks. Of the language: parameters, variables and groups, a trigger, stages, jobs,
// deployment jobs with runOnce, and the steps bash, script, checkout and PublishTestResults. Anything else is refused by name.
import { parse } from 'yaml';
import { expandParameters } from './expressions.ts';
import { Refusal } from './kernel.ts';

export interface PlannedStep {
  readonly kind: 'bash' | 'checkout' | 'publish-tests';
  readonly displayName: string;
  readonly script: string;
  readonly condition: string;
  readonly env: Readonly<Record<string, string>>;
  readonly inputs: Readonly<Record<string, string>>;
  readonly workingDirectory: string | undefined;
  readonly continueOnError: boolean;
}

export interface PlannedJob {
  readonly name: string;
  readonly displayName: string;
  readonly environment?: string;
  readonly condition: string;
  readonly variables: readonly Variable[];
  readonly steps: readonly PlannedStep[];
}

export interface PlannedStage {
  readonly name: string;
  readonly displayName: string;
  readonly dependsOn: readonly string[];
  readonly condition: string;
  readonly variables: readonly Variable[];
  readonly jobs: readonly PlannedJob[];
}

export type Variable = { readonly name: string; readonly value: string } | { readonly group: string };

export interface PipelineDocument {
  readonly parameters: readonly { readonly name: string; readonly default?: string }[];
  readonly variables: readonly Variable[];
  /** Branch patterns of the CI trigger; empty: pushes start nothing. */
  readonly trigger: readonly string[];
  readonly stages: readonly PlannedStage[];
}

type Node = Readonly<Record<string, unknown>>;

const invalid = (message: string): Refusal => new Refusal(400, 'PipelineValidationException', message);
const nodes = (value: unknown): readonly Node[] => (Array.isArray(value) ? (value as readonly Node[]) : []);
const text = (value: unknown): string | undefined =>
  value === undefined || value === null ? undefined : String(value);
const strings = (value: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries((value ?? {}) as Node).map(([key, each]) => [key, String(each ?? '')]));

/** @throws Refusal PipelineValidationException, also for a parameter that is not declared or not given */
export function readDocument(source: string, given: Readonly<Record<string, string>>): PipelineDocument {
  const first = parse(source) as Node;
  const parameters = nodes(first['parameters']).map((each) => ({
    name: String(each['name']),
    ...(each['default'] !== undefined && { default: String(each['default']) }),
  }));
  for (const name of Object.keys(given))
    if (!parameters.some((each) => each.name === name)) throw invalid(`Unexpected parameter '${name}'`);
  const values = Object.fromEntries(parameters.map((each) => [each.name, given[each.name] ?? each.default]));
  for (const [name, value] of Object.entries(values))
    if (value === undefined) throw invalid(`A value for the '${name}' parameter must be provided.`);
  const root = parse(expandParameters(source, values as Record<string, string>)) as Node;
  const stages = root['stages']
    ? nodes(root['stages'])
    : [{ stage: '__default', jobs: root['jobs'] ?? [{ job: 'Job', steps: root['steps'] }] }];
  return {
    parameters,
    variables: variablesOf(root['variables']),
    trigger: triggerOf(root['trigger']),
    stages: stages.map((stage, at) => readStage(stage, text(stages[at - 1]?.['stage']))),
  };
}

function readStage(stage: Node, before: string | undefined): PlannedStage {
  const name = text(stage['stage']);
  if (name === undefined) throw invalid('A stage has no name.');
  const depends = stage['dependsOn'];
  return {
    name,
    displayName: text(stage['displayName']) ?? name,
    dependsOn: depends === undefined ? (before === undefined ? [] : [before]) : [depends].flat().map(String),
    condition: text(stage['condition']) ?? 'succeeded()',
    variables: variablesOf(stage['variables']),
    jobs: nodes(stage['jobs']).map(readJob),
  };
}

function readJob(job: Node, at: number): PlannedJob {
  const name = text(job['job']) ?? text(job['deployment']) ?? `Job${at + 1}`;
  const environment = job['environment'];
  const strategy = job['strategy'] as { runOnce?: { deploy?: { steps?: unknown } } } | undefined;
  return {
    name,
    displayName: text(job['displayName']) ?? name,
    ...(environment !== undefined && {
      environment:
        typeof environment === 'object' ? String((environment as Node)['name']) : String(environment),
    }),
    condition: text(job['condition']) ?? 'succeeded()',
    variables: variablesOf(job['variables']),
    steps: nodes(job['deployment'] === undefined ? job['steps'] : strategy?.runOnce?.deploy?.steps).map(
      readStep,
    ),
  };
}

function readStep(step: Node): PlannedStep {
  const shared = {
    condition: text(step['condition']) ?? 'succeeded()',
    env: strings(step['env']),
    inputs: strings(step['inputs']),
    workingDirectory: text(step['workingDirectory']),
    continueOnError: step['continueOnError'] === true,
  };
  const script = text(step['bash']) ?? text(step['script']);
  const displayName = text(step['displayName']);
  if (script !== undefined)
    return {
      ...shared,
      kind: 'bash',
      script,
      displayName: displayName ?? script.split('\n')[0]?.slice(0, 60) ?? 'bash',
    };
  if (step['checkout'] !== undefined)
    return {
      ...shared,
      kind: 'checkout',
      script: String(step['checkout']),
      displayName: displayName ?? 'Checkout',
    };
  if (step['task'] === 'PublishTestResults@2')
    return { ...shared, kind: 'publish-tests', script: '', displayName: displayName ?? 'PublishTestResults' };
  throw invalid(`A step is not known here: ${JSON.stringify(step).slice(0, 80)}`);
}

function variablesOf(value: unknown): readonly Variable[] {
  if (Array.isArray(value))
    return (value as readonly Node[]).map((each) =>
      each['group'] === undefined
        ? { name: String(each['name']), value: String(each['value'] ?? '') }
        : { group: String(each['group']) },
    );
  return Object.entries((value ?? {}) as Node).map(([name, each]) => ({ name, value: String(each ?? '') }));
}

function triggerOf(value: unknown): readonly string[] {
  if (value === 'none') return [];
  if (value === undefined) return ['*'];
  if (Array.isArray(value)) return value.map(String);
  const branches = (value as { branches?: { include?: unknown } }).branches?.include;
  return Array.isArray(branches) ? branches.map(String) : ['*'];
}

/** Whether a push to this branch starts the pipeline. */
export const triggers = (document: PipelineDocument, branch: string): boolean =>
  document.trigger.some((pattern) => {
    const plain = pattern.replace(/^refs\/heads\//, '');
    return plain.endsWith('*') ? branch.startsWith(plain.slice(0, -1)) : plain === branch;
  });
