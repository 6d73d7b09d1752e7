// Reads what callers ask, and refuses in the platform's words. No handler below trusts a field before it went through here.
import { readId } from '../kernel/ids.ts';
import { ApiRefusal, type LocalRequest } from '../kernel/route.ts';
import { isJson, type Json, jsonList, keyOf, textOf } from './model.ts';
import { dependenciesOf } from './run-if.ts';

export const invalid = (message: string): ApiRefusal =>
  new ApiRefusal(400, 'INVALID_PARAMETER_VALUE', message);

/** An id from the query (GET) or the body (POST). */
export function idOf(request: LocalRequest, name: string): bigint {
  const given = request.method === 'GET' ? request.query.get(name) : request.body[name];
  if (given === undefined || given === null || given === '') throw invalid(`Missing required field: ${name}`);
  const id = readId(given);
  if (id === undefined) throw invalid(`Invalid value for ${name}: it has to be an integer.`);
  return id;
}

/** A boolean of the query: only lowercase `true` and `false` are known. */
export function flagOf(request: LocalRequest, name: string): boolean {
  const given = request.query.get(name);
  if (given === null || given === '' || given === 'false') return false;
  if (given === 'true') return true;
  throw invalid(`Invalid boolean value for ${name}: ${given}`);
}

/** A whole number of the query within limits. */
export function countOf(request: LocalRequest, name: string, fallback: number, most: number): number {
  const given = request.query.get(name);
  if (given === null || given === '') return fallback;
  const count = Number(given);
  if (!Number.isInteger(count) || count < 0) throw invalid(`Invalid value for ${name}: ${given}`);
  if (count > most) throw invalid(`Invalid ${name} ${count} - it has to be no more than ${most}.`);
  return count === 0 ? most : count;
}

const PROVIDERS = [
  'github',
  'gitlab',
  'bitbucketcloud',
  'gitlabenterpriseedition',
  'bitbucketserver',
  'azuredevopsservices',
  'githubenterprise',
  'awscodecommit',
];
const KINDS = /^(\w+)_task$/;

/** Checks settings of a job or the body of a submit. @throws ApiRefusal INVALID_PARAMETER_VALUE */
export function checkSettings(settings: Json): void {
  checkGitSource(settings['git_source']);
  const tasks = jsonList(settings['tasks']);
  if (tasks.length > 1000) throw invalid('The number of tasks exceeds the limit of 1000.');
  const keys = new Set<string>();
  for (const task of tasks) {
    const key = textOf(task['task_key']);
    if (key === undefined || !/^[\w-]{1,100}$/.test(key)) throw invalid('Missing or invalid field: task_key');
    if (keys.has(key)) throw invalid(`Task key ${key} is used more than once.`);
    keys.add(key);
    const kinds = Object.keys(task).filter((name) => KINDS.test(name) && isJson(task[name]));
    if (kinds.length !== 1)
      throw invalid(`Task ${key} must have exactly one kind of task, it has ${kinds.length}.`);
    const notebook = task['notebook_task'];
    if (isJson(notebook)) checkNotebook(notebook, settings['git_source'] !== undefined);
  }
  for (const task of tasks) {
    for (const upstream of dependenciesOf(task)) {
      if (!keys.has(upstream)) throw invalid(`Task ${keyOf(task)} depends on the unknown task ${upstream}.`);
    }
  }
  checkCircles(tasks);
  for (const parameter of jsonList(settings['parameters'])) {
    const name = textOf(parameter['name']);
    if (name === undefined || !/^[\w.-]+$/.test(name)) throw invalid('A job parameter has an invalid name.');
  }
}

function checkNotebook(notebook: Json, inGit: boolean): void {
  const path = textOf(notebook['notebook_path']);
  if (path === undefined) throw invalid('Missing required field: notebook_path');
  const fromGit = notebook['source'] === 'GIT' || (inGit && notebook['source'] !== 'WORKSPACE');
  if (fromGit && path.startsWith('/'))
    throw invalid(`The notebook path ${path} must be relative to the git repository.`);
  if (!fromGit && !path.startsWith('/')) throw invalid(`The notebook path ${path} must be absolute.`);
}

function checkGitSource(source: unknown): void {
  if (source === undefined || source === null) return;
  if (!isJson(source)) throw invalid('git_source must be an object.');
  if (textOf(source['git_url']) === undefined) throw invalid('git_source.git_url is required.');
  const provider = textOf(source['git_provider'])?.toLowerCase();
  if (provider === undefined || !PROVIDERS.includes(provider)) {
    throw invalid(`git_source.git_provider must be one of: ${PROVIDERS.join(',')}`);
  }
  const points = ['git_branch', 'git_tag', 'git_commit'].filter((name) => textOf(source[name]) !== undefined);
  if (points.length !== 1)
    throw invalid('git_source needs exactly one of git_branch, git_tag and git_commit.');
}

function checkCircles(tasks: readonly Json[]): void {
  const upstream = new Map(tasks.map((task) => [keyOf(task), dependenciesOf(task)]));
  const settled = new Set<string>();
  const visit = (key: string, trail: ReadonlySet<string>): void => {
    if (settled.has(key)) return;
    if (trail.has(key))
      throw invalid(`The tasks depend on each other in a circle: ${[...trail, key].join(' → ')}`);
    for (const each of upstream.get(key) ?? []) visit(each, new Set([...trail, key]));
    settled.add(key);
  };
  for (const key of upstream.keys()) visit(key, new Set());
}

/** Settings after `update`: top-level fields are replaced, arrays keyed by task or cluster merged by key, named fields removed. */
export function merged(old: Json, changes: Json, remove: readonly string[]): Json {
  const result: Record<string, unknown> = { ...old };
  for (const [name, value] of Object.entries(changes)) {
    const key = name === 'tasks' ? 'task_key' : name === 'job_clusters' ? 'job_cluster_key' : undefined;
    if (key === undefined) result[name] = value;
    else {
      const rows = new Map(jsonList(old[name]).map((row) => [row[key], row]));
      for (const row of jsonList(value)) rows.set(row[key], row);
      result[name] = [...rows.values()];
    }
  }
  for (const field of remove) {
    const [name = '', key] = field.split('/');
    if (key === undefined) delete result[name];
    else {
      result[name] = jsonList(result[name]).filter(
        (row) => row['task_key'] !== key && row['job_cluster_key'] !== key,
      );
    }
  }
  return result;
}

/** A page token that stands for a position; undefined when the caller sent none. */
export function positionOf(request: LocalRequest): number {
  const token = request.query.get('page_token');
  if (token === null || token === '') {
    const offset = Number(request.query.get('offset') ?? 0);
    if (!Number.isInteger(offset) || offset < 0) throw invalid('Invalid offset.');
    if (offset > 10_000) throw invalid(`The supplied offset ${offset} has exceeded the value of 10000.`);
    return offset;
  }
  const position = /^p:(\d+)$/.exec(Buffer.from(token, 'base64url').toString('utf8'))?.[1];
  if (position === undefined) throw invalid('Invalid page token.');
  return Number(position);
}

/** One page of a list, with the fields that lead to the next and the one before. */
export function pageOf<T>(
  items: readonly T[],
  start: number,
  limit: number,
): { page: readonly T[]; links: Json } {
  const token = (position: number) => Buffer.from(`p:${position}`).toString('base64url');
  const end = start + limit;
  return {
    page: items.slice(start, end),
    links: {
      has_more: end < items.length,
      ...(end < items.length ? { next_page_token: token(end) } : {}),
      ...(start > 0 ? { prev_page_token: token(Math.max(0, start - limit)) } : {}),
    },
  };
}
