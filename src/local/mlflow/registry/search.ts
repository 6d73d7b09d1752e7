// Searching registered models and their versions.
import { unlessEmpty } from '../calls.ts';
import type { Fields } from '../fields.ts';
import { type Clause, parseFilter, parseOrder, type Vocabulary } from '../filter/parse.ts';
import { conditions, ordering, type Scheme, type Sql } from '../filter/sql.ts';
import { cut, pageOf } from '../paging.ts';
import type { Room } from '../room.ts';
import type { Registry } from './registry.ts';
import type { RegistryViews } from './views.ts';

const PREFIXES = { attribute: 'attribute', attributes: 'attribute', tag: 'tag', tags: 'tag' } as const;
const TIMES = {
  creation_timestamp: { type: 'number' },
  last_updated_timestamp: { type: 'number' },
} as const;

const MODELS: Vocabulary = {
  prefixes: PREFIXES,
  attributes: { name: { type: 'text', lists: true }, ...TIMES },
  aliases: { timestamp: 'last_updated_timestamp' },
  nullable: [],
};
const MODEL_SCHEME: Scheme = {
  attributes: {
    name: 'm.name',
    creation_timestamp: 'm.creation_timestamp',
    last_updated_timestamp: 'm.last_updated_timestamp',
  },
  sides: { tag: { table: 'mlflow_tags', joins: `s.kind = 'model' AND s.owner = m.id` } },
};

const VERSIONS: Vocabulary = {
  prefixes: PREFIXES,
  attributes: {
    name: { type: 'text', lists: true },
    run_id: { type: 'text', lists: true },
    source_path: { type: 'text' },
    version_number: { type: 'number' },
    ...TIMES,
  },
  aliases: { version: 'version_number', source: 'source_path' },
  nullable: [],
};
const VERSION_SCHEME: Scheme = {
  attributes: {
    name: 'm.name',
    run_id: 'v.run_id',
    source_path: 'v.source',
    version_number: 'v.version',
    creation_timestamp: 'v.creation_timestamp',
    last_updated_timestamp: 'v.last_updated_timestamp',
  },
  sides: {
    tag: { table: 'mlflow_tags', joins: `s.kind = 'version' AND s.owner = v.model || '/' || v.version` },
  },
};

/** MLflow keeps prompts in the registry too, marked by this tag. */
const PROMPT_TAG = 'mlflow.prompt.is_prompt';

/**
 * The filter as conditions. Prompts are left out unless they are asked for: MLflow's client adds `is_prompt != 'true'` to what it is
 * asked, and means models without the tag as well.
 */
function wheresOf(filter: string | undefined, vocabulary: Vocabulary, scheme: Scheme): readonly Sql[] {
  const clauses = parseFilter(filter, vocabulary);
  const isMark = (clause: Clause) => clause.kind === 'tag' && clause.key === PROMPT_TAG;
  const wanted = clauses.some(
    (clause) => isMark(clause) && (clause.operator === '=') === (clause.value === 'true'),
  );
  const [marked] = conditions([{ kind: 'tag', key: PROMPT_TAG, operator: '=', value: 'true' }], scheme);
  return [
    ...conditions(
      clauses.filter((clause) => !isMark(clause)),
      scheme,
    ),
    { text: `${wanted ? '' : 'NOT '}${marked?.text ?? '1 = 1'}`, values: marked?.values ?? [] },
  ];
}

type Search = (fields: Fields) => Record<string, unknown>;

/** `registered-models/search`, by name when no order is asked for. */
export const searchModels =
  ({ database }: Room, registry: Registry, views: RegistryViews): Search =>
  (fields) => {
    const page = pageOf(fields, { usual: 100, most: 1000 });
    const wheres = [
      { text: 'm.registry = ?', values: [registry.name] },
      ...wheresOf(fields.text('filter'), MODELS, MODEL_SCHEME),
    ];
    const orders = fields.texts('order_by').map((item) => parseOrder(item, MODELS));
    const { joins, by } = ordering(orders, MODEL_SCHEME, 'm.name');
    const rows = database.once(
      `SELECT m.* FROM mlflow_models m ${joins.text} WHERE ${wheres.map(({ text }) => text).join(' AND ')}
       ORDER BY ${by} LIMIT ? OFFSET ?`,
      [...joins.values, ...wheres.flatMap(({ values }) => values), page.limit + 1, page.offset],
    );
    const { items, next } = cut(page, rows);
    return { registered_models: unlessEmpty(items.map((row) => views.model(row))), next_page_token: next };
  };

/** `model-versions/search`, what changed last first when no order is asked for. */
export const searchVersions =
  ({ database }: Room, registry: Registry, views: RegistryViews): Search =>
  (fields) => {
    const page = pageOf(fields, { usual: 10_000, most: 200_000 });
    const wheres = [
      { text: 'm.registry = ?', values: [registry.name] },
      ...wheresOf(fields.text('filter'), VERSIONS, VERSION_SCHEME),
    ];
    const orders = fields.texts('order_by').map((item) => parseOrder(item, VERSIONS));
    const ties = 'v.last_updated_timestamp DESC, m.name, v.version DESC';
    const { joins, by } = ordering(orders, VERSION_SCHEME, ties);
    const rows = database.once(
      `SELECT v.*, m.name FROM mlflow_versions v JOIN mlflow_models m ON m.id = v.model ${joins.text}
       WHERE ${wheres.map(({ text }) => text).join(' AND ')} ORDER BY ${by} LIMIT ? OFFSET ?`,
      [...joins.values, ...wheres.flatMap(({ values }) => values), page.limit + 1, page.offset],
    );
    const { items, next } = cut(page, rows);
    return { model_versions: unlessEmpty(items.map((row) => views.version(row))), next_page_token: next };
  };
