// The registry calls that both registries know under the same names: below `mlflow/` for the workspace's, below `mlflow/unity-catalog/`
// for Unity Catalog's.
import type { Call } from '../calls.ts';
import { type Fields, missing } from '../fields.ts';
import type { Room } from '../room.ts';
import { type Row, textIn } from '../statements.ts';
import { tagOf } from '../tags.ts';
import { type Registry, tagsOf, versionOwner } from './registry.ts';
import { searchModels, searchVersions } from './search.ts';
import type { RegistryViews } from './views.ts';

export function sharedCalls(room: Room, registry: Registry, views: RegistryViews): readonly Call[] {
  const { tags, database } = room;
  const version = (fields: Fields): Row =>
    registry.version(fields.required('name'), fields.required('version'));
  const models = searchModels(room, registry, views);
  const versions = searchVersions(room, registry, views);

  const setModelTag: Call[2] = (fields) => {
    const found = registry.model(fields.required('name'));
    tags.set('model', textIn(found, 'id'), tagOf('model', fields));
    return {};
  };
  const dropModelTag: Call[2] = (fields) => {
    const found = registry.model(fields.required('name'));
    // Silent when there is none, as MLflow's own server.
    tags.drop('model', textIn(found, 'id'), fields.required('key'));
    return {};
  };
  const setVersionTag: Call[2] = (fields) => {
    tags.set('version', versionOwner(version(fields)), tagOf('version', fields));
    return {};
  };
  const dropVersionTag: Call[2] = (fields) => {
    tags.drop('version', versionOwner(version(fields)), fields.required('key'));
    return {};
  };

  function setDeploymentJob(fields: Fields): void {
    const job = fields.text('deployment_job_id');
    if (job === undefined) return;
    const id = textIn(registry.model(fields.required('name')), 'id');
    // An empty one cuts the tie.
    database.run('UPDATE mlflow_models SET deployment_job_id = ? WHERE id = ?', job || null, id);
  }

  return [
    [
      'POST',
      'registered-models/create',
      (fields, { principal }) => {
        const name = fields.required('name');
        registry.create(name, {
          description: fields.text('description'),
          tags: tagsOf('model', fields),
          user: principal.userName,
        });
        setDeploymentJob(fields);
        return { registered_model: views.model(registry.model(name)) };
      },
    ],
    [
      'GET',
      'registered-models/get',
      (fields) => ({ registered_model: views.model(registry.model(fields.required('name'))) }),
    ],
    ['GET', 'registered-models/search', models],
    [
      'PATCH',
      'registered-models/update',
      (fields) => {
        const asked = fields.required('name');
        setDeploymentJob(fields);
        registry.describe(asked, fields.text('description'));
        const newName = fields.text('new_name');
        const found = newName === undefined ? registry.model(asked) : registry.rename(asked, newName);
        return { registered_model: views.model(found) };
      },
    ],
    [
      'DELETE',
      'registered-models/delete',
      (fields) => {
        registry.drop(fields.required('name'));
        return {};
      },
    ],
    ['POST', 'registered-models/set-tag', setModelTag],
    ['DELETE', 'registered-models/delete-tag', dropModelTag],
    ['POST', 'registered-models/tags', setModelTag],
    ['DELETE', 'registered-models/tags', dropModelTag],
    [
      'POST',
      'registered-models/alias',
      (fields) => {
        registry.setAlias(fields.required('name'), fields.required('alias'), fields.required('version'));
        return {};
      },
    ],
    [
      'DELETE',
      'registered-models/alias',
      (fields) => {
        registry.dropAlias(fields.required('name'), fields.required('alias'));
        return {};
      },
    ],
    [
      'GET',
      'registered-models/alias',
      (fields) => ({
        model_version: views.version(registry.byAlias(fields.required('name'), fields.required('alias'))),
      }),
    ],
    [
      'POST',
      'model-versions/create',
      (fields, { principal }) => {
        const name = fields.required('name');
        const runId = fields.text('run_id') || undefined;
        const loggedModel = fields.text('model_id') || undefined;
        if (loggedModel !== undefined) knowLoggedModel(loggedModel);
        const made = registry.addVersion(name, {
          source: fields.required('source'),
          runId: runId ?? runOfLoggedModel(loggedModel),
          runLink: fields.text('run_link'),
          description: fields.text('description'),
          loggedModel,
          tags: tagsOf('version', fields),
          user: principal.userName,
        });
        // The platform is still at it when it answers; whoever asks again finds it ready.
        return { model_version: { ...views.version(made), status: 'PENDING_REGISTRATION' } };
      },
    ],
    ['GET', 'model-versions/get', (fields) => ({ model_version: views.version(version(fields)) })],
    ['GET', 'model-versions/search', versions],
    [
      'PATCH',
      'model-versions/update',
      (fields) => ({
        model_version: views.version(
          registry.describeVersion(
            fields.required('name'),
            fields.required('version'),
            fields.text('description'),
          ),
        ),
      }),
    ],
    [
      'DELETE',
      'model-versions/delete',
      (fields) => {
        registry.dropVersion(fields.required('name'), fields.required('version'));
        return {};
      },
    ],
    ['GET', 'model-versions/get-download-uri', (fields) => ({ artifact_uri: artifactUri(version(fields)) })],
    ['POST', 'model-versions/set-tag', setVersionTag],
    ['DELETE', 'model-versions/delete-tag', dropVersionTag],
    ['POST', 'model-versions/tags', setVersionTag],
    ['DELETE', 'model-versions/tags', dropVersionTag],
  ];

  function knowLoggedModel(id: string): void {
    if (
      database.one('SELECT 1 FROM mlflow_logged_models WHERE model_id = ? AND deleted = 0', id) === undefined
    )
      throw missing(`Logged model with ID '${id}' not found.`);
  }

  function runOfLoggedModel(id: string | undefined): string | undefined {
    if (id === undefined) return undefined;
    const found = database.one('SELECT source_run_id FROM mlflow_logged_models WHERE model_id = ?', id);
    return (found && textIn(found, 'source_run_id')) || undefined;
  }

  /** A source that names a logged model (`models:/m-…`) leads to that model's files. */
  function artifactUri(found: Row): string {
    const source = textIn(found, 'source');
    const id = /^models:\/(m-\w+)$/.exec(source)?.[1];
    const logged =
      id === undefined
        ? undefined
        : database.one('SELECT artifact_uri FROM mlflow_logged_models WHERE model_id = ?', id);
    return logged === undefined ? source : textIn(logged, 'artifact_uri');
  }
}
