// Models in Unity Catalog over the platform's own API, `/api/2.1/unity-catalog/models`: versions and aliases with numbers instead of strings.
// Versions are made through MLflow (`mlflow/unity-catalog/model-versions/create`).
import type { Call } from '../calls.ts';
import { type Fields, invalid } from '../fields.ts';
import { cut, pageOf } from '../paging.ts';
import type { Room } from '../room.ts';
import { numberOf, type Row, textIn, textOf } from '../statements.ts';
import type { Registry } from './registry.ts';

const METASTORE = '11111111-2222-4333-8444-555555555555';

export function platformCalls({ database }: Room, registry: Registry): readonly Call[] {
  const aliasesOf = (id: string) =>
    registry.aliases(id).map(({ alias, version }) => ({ alias_name: alias, version_num: version }));

  function shownModel(row: Row, withAliases: boolean): Record<string, unknown> {
    const name = textIn(row, 'name');
    const [catalog, schema, model] = name.split('.');
    return {
      name: model,
      catalog_name: catalog,
      schema_name: schema,
      full_name: name,
      id: textIn(row, 'id'),
      owner: textIn(row, 'user_id'),
      comment: textOf(row, 'description'),
      created_at: numberOf(row, 'creation_timestamp'),
      created_by: textIn(row, 'user_id'),
      updated_at: numberOf(row, 'last_updated_timestamp'),
      metastore_id: METASTORE,
      aliases: withAliases ? aliasesOf(textIn(row, 'id')) : undefined,
    };
  }

  function shownVersion(row: Row, withAliases: boolean): Record<string, unknown> {
    const [catalog, schema, model] = textIn(row, 'name').split('.');
    const version = numberOf(row, 'version');
    return {
      model_name: model,
      catalog_name: catalog,
      schema_name: schema,
      version,
      source: textIn(row, 'source'),
      run_id: textOf(row, 'run_id'),
      status: 'READY',
      comment: textOf(row, 'description'),
      created_at: numberOf(row, 'creation_timestamp'),
      created_by: textIn(row, 'user_id'),
      updated_at: numberOf(row, 'last_updated_timestamp'),
      metastore_id: METASTORE,
      aliases: withAliases
        ? aliasesOf(textIn(row, 'model')).filter((each) => each.version_num === version)
        : undefined,
    };
  }

  const nameIn = (params: Readonly<Record<string, string>>): string => params['full'] ?? '';
  const wantsAliases = (fields: Fields): boolean => fields.flag('include_aliases') ?? false;

  return [
    [
      'GET',
      'models',
      (fields) => {
        const catalog = fields.text('catalog_name') || undefined;
        const schema = fields.text('schema_name') || undefined;
        if ((catalog === undefined) !== (schema === undefined))
          throw invalid('catalog_name and schema_name must be given together.');
        const page = pageOf(fields, { usual: 100, most: 1000 });
        const prefix = catalog === undefined ? '' : `${catalog}.${schema}.`;
        const rows = database.once(
          `SELECT * FROM mlflow_models WHERE registry = 'catalog' AND substr(name, 1, ?) = ? ORDER BY name LIMIT ? OFFSET ?`,
          [prefix.length, prefix, page.limit + 1, page.offset],
        );
        const { items, next } = cut(page, rows);
        return { registered_models: items.map((row) => shownModel(row, false)), next_page_token: next };
      },
    ],
    [
      'POST',
      'models',
      (fields, { principal }) => {
        const name = ['catalog_name', 'schema_name', 'name'].map((part) => fields.required(part)).join('.');
        const made = registry.create(name, {
          description: fields.text('comment'),
          tags: [],
          user: principal.userName,
        });
        return shownModel(made, false);
      },
    ],
    [
      'GET',
      'models/:full',
      (fields, { params }) => shownModel(registry.model(nameIn(params)), wantsAliases(fields)),
    ],
    [
      'PATCH',
      'models/:full',
      (fields, { params }) => {
        const name = nameIn(params);
        const found = registry.describe(name, fields.text('comment'));
        const owner = fields.text('owner');
        if (owner !== undefined)
          database.run('UPDATE mlflow_models SET user_id = ? WHERE id = ?', owner, textIn(found, 'id'));
        const newName = fields.text('new_name');
        if (newName === undefined) return shownModel(registry.model(name), false);
        // Only the last part is given; the model stays in its schema.
        const full = newName.includes('.') ? newName : [...name.split('.').slice(0, 2), newName].join('.');
        return shownModel(registry.rename(name, full), false);
      },
    ],
    [
      'DELETE',
      'models/:full',
      (_fields, { params }) => {
        registry.drop(nameIn(params));
        return {};
      },
    ],
    [
      'GET',
      'models/:full/versions',
      (fields, { params }) => {
        const page = pageOf(fields, { usual: 100, most: 1000 });
        const rows = registry.versions(registry.model(nameIn(params))).slice(page.offset);
        const { items, next } = cut(page, rows);
        return { model_versions: items.map((row) => shownVersion(row, false)), next_page_token: next };
      },
    ],
    [
      'GET',
      'models/:full/versions/:version',
      (fields, { params }) =>
        shownVersion(registry.version(nameIn(params), params['version'] ?? ''), wantsAliases(fields)),
    ],
    [
      'PATCH',
      'models/:full/versions/:version',
      (fields, { params }) =>
        shownVersion(
          registry.describeVersion(nameIn(params), params['version'] ?? '', fields.text('comment')),
          false,
        ),
    ],
    [
      'DELETE',
      'models/:full/versions/:version',
      (_fields, { params }) => {
        registry.dropVersion(nameIn(params), params['version'] ?? '');
        return {};
      },
    ],
    [
      'PUT',
      'models/:full/aliases/:alias',
      (fields, { params }) => {
        const number = fields.integer('version_num');
        if (number === undefined) throw invalid(`Missing value for required parameter 'version_num'.`);
        const alias = params['alias'] ?? '';
        registry.setAlias(nameIn(params), alias, String(number));
        return { alias_name: alias, version_num: number };
      },
    ],
    [
      'GET',
      'models/:full/aliases/:alias',
      (fields, { params }) =>
        shownVersion(registry.byAlias(nameIn(params), params['alias'] ?? ''), wantsAliases(fields)),
    ],
    [
      'DELETE',
      'models/:full/aliases/:alias',
      (_fields, { params }) => {
        registry.dropAlias(nameIn(params), params['alias'] ?? '');
        return {};
      },
    ],
  ];
}
