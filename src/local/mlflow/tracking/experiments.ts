// Experiments. Deleting is soft; a name is taken only by an experiment that lives.
import type { Call } from '../calls.ts';
import { unlessEmpty } from '../calls.ts';
import { type Fields, invalid, missing, taken } from '../fields.ts';
import { parseFilter, parseOrder, type Vocabulary } from '../filter/parse.ts';
import { conditions, ordering, type Scheme } from '../filter/sql.ts';
import { cut, pageOf } from '../paging.ts';
import { ARTIFACT_SCHEME, type Room } from '../room.ts';
import { numberOf, type Row, textIn } from '../statements.ts';
import { tagOf } from '../tags.ts';
import { stages } from './view-type.ts';

const VOCABULARY: Vocabulary = {
  prefixes: { attribute: 'attribute', attributes: 'attribute', attr: 'attribute', tag: 'tag', tags: 'tag' },
  attributes: {
    name: { type: 'text' },
    experiment_id: { type: 'text', lists: true, exact: true },
    creation_time: { type: 'number' },
    last_update_time: { type: 'number' },
  },
  nullable: ['tag'],
};
const SCHEME: Scheme = {
  attributes: {
    name: 'e.name',
    experiment_id: 'e.experiment_id',
    creation_time: 'e.creation_time',
    last_update_time: 'e.last_update_time',
  },
  sides: { tag: { table: 'mlflow_tags', joins: `s.kind = 'experiment' AND s.owner = e.experiment_id` } },
};
const LONGEST_NAME = 500;
/** MLflow's open-source client writes here when it was told no experiment. */
const DEFAULT = { id: '0', name: 'Default' };

export interface Experiments {
  /** @throws ApiRefusal RESOURCE_DOES_NOT_EXIST */
  row(id: string): Row;
  /** @throws ApiRefusal RESOURCE_DOES_NOT_EXIST, or INVALID_PARAMETER_VALUE when it is deleted */
  active(id: string): Row;
  touch(id: string): void;
  readonly calls: readonly Call[];
}

export function openExperiments(room: Room): Experiments {
  const { database, tags, context } = room;

  const find = (id: string) => database.one('SELECT * FROM mlflow_experiments WHERE experiment_id = ?', id);

  function row(id: string): Row {
    const found = find(id);
    if (found === undefined) throw missing(`No Experiment with id=${id} exists`);
    return found;
  }

  function active(id: string): Row {
    // The open-source server is born with this one; here it comes when somebody writes to it.
    if (id === DEFAULT.id && find(id) === undefined) insert(DEFAULT.id, DEFAULT.name, undefined);
    const found = row(id);
    if (textIn(found, 'lifecycle_stage') !== 'active')
      throw invalid(
        `The experiment ${id} must be in the 'active' state. Current state is ${textIn(found, 'lifecycle_stage')}.`,
      );
    return found;
  }

  function insert(id: string, name: string, location: string | undefined): void {
    if (database.one(`SELECT 1 FROM mlflow_experiments WHERE name = ? AND lifecycle_stage = 'active'`, name))
      throw taken(`Experiment with name '${name}' already exists.`);
    const now = context.now();
    database.run(
      `INSERT INTO mlflow_experiments VALUES (?, ?, ?, 'active', ?, ?)`,
      id,
      name,
      location ?? ARTIFACT_SCHEME + id,
      now,
      now,
    );
  }

  const shown = (found: Row) => {
    const id = textIn(found, 'experiment_id');
    return {
      experiment_id: id,
      name: textIn(found, 'name'),
      artifact_location: textIn(found, 'artifact_location'),
      lifecycle_stage: textIn(found, 'lifecycle_stage'),
      creation_time: numberOf(found, 'creation_time'),
      last_update_time: numberOf(found, 'last_update_time'),
      tags: unlessEmpty(tags.of('experiment', id)),
    };
  };

  const touch = (id: string): void => {
    database.run(
      'UPDATE mlflow_experiments SET last_update_time = ? WHERE experiment_id = ?',
      context.now(),
      id,
    );
  };

  function setStage(id: string, stage: 'active' | 'deleted'): void {
    database.run('UPDATE mlflow_experiments SET lifecycle_stage = ? WHERE experiment_id = ?', stage, id);
    touch(id);
  }

  function search(fields: Fields): Record<string, unknown> {
    const page = pageOf(fields, { usual: 1000, most: 50_000 });
    const wheres = [
      stages(fields.text('view_type'), 'e'),
      ...conditions(parseFilter(fields.text('filter'), VOCABULARY), SCHEME),
    ];
    const orders = fields.texts('order_by').map((item) => parseOrder(item, VOCABULARY));
    const ties = orders.length === 0 ? 'e.last_update_time DESC, e.rowid DESC' : 'e.rowid';
    const { joins, by } = ordering(orders, SCHEME, ties);
    const rows = database.once(
      `SELECT e.* FROM mlflow_experiments e ${joins.text} WHERE ${wheres.map(({ text }) => text).join(' AND ')}
       ORDER BY ${by} LIMIT ? OFFSET ?`,
      [...joins.values, ...wheres.flatMap(({ values }) => values), page.limit + 1, page.offset],
    );
    const { items, next } = cut(page, rows);
    return { experiments: unlessEmpty(items.map(shown)), next_page_token: next };
  }

  const calls: readonly Call[] = [
    [
      'POST',
      'experiments/create',
      (fields, { principal }) => {
        const name = readName(fields.required('name'));
        const given = fields.records('tags').map((each) => tagOf('experiment', each));
        const id = context.ids.next().toString();
        insert(id, name, fields.text('artifact_location') || undefined);
        for (const tag of given) tags.set('experiment', id, tag);
        // The platform notes whose it is.
        for (const tag of [
          { key: 'mlflow.ownerId', value: principal.id },
          { key: 'mlflow.ownerEmail', value: principal.userName },
          { key: 'mlflow.experimentType', value: 'MLFLOW_EXPERIMENT' },
        ])
          if (tags.value('experiment', id, tag.key) === undefined) tags.set('experiment', id, tag);
        return { experiment_id: id };
      },
    ],
    ['GET', 'experiments/get', (fields) => ({ experiment: shown(row(fields.required('experiment_id'))) })],
    [
      'GET',
      'experiments/get-by-name',
      (fields) => {
        const name = readName(fields.required('experiment_name'));
        const found = database.one(
          `SELECT * FROM mlflow_experiments WHERE name = ?
           ORDER BY lifecycle_stage = 'active' DESC, last_update_time DESC LIMIT 1`,
          name,
        );
        if (found === undefined) throw missing(`Could not find experiment with name '${name}'`);
        return { experiment: shown(found) };
      },
    ],
    ['POST', 'experiments/search', search],
    ['GET', 'experiments/search', search],
    // Deprecated, still asked for by old clients.
    ['GET', 'experiments/list', search],
    [
      'POST',
      'experiments/update',
      (fields) => {
        const id = fields.required('experiment_id');
        active(id);
        const name = fields.text('new_name');
        if (name !== undefined) {
          const wanted = readName(name);
          const holder = database.one(
            `SELECT experiment_id FROM mlflow_experiments WHERE name = ? AND lifecycle_stage = 'active'`,
            wanted,
          );
          if (holder !== undefined && textIn(holder, 'experiment_id') !== id)
            throw taken(`Experiment with name '${wanted}' already exists.`);
          database.run('UPDATE mlflow_experiments SET name = ? WHERE experiment_id = ?', wanted, id);
        }
        touch(id);
        return {};
      },
    ],
    [
      'POST',
      'experiments/delete',
      (fields) => {
        const id = fields.required('experiment_id');
        row(id);
        setStage(id, 'deleted');
        // Its runs go with it.
        database.run(`UPDATE mlflow_runs SET lifecycle_stage = 'deleted' WHERE experiment_id = ?`, id);
        return {};
      },
    ],
    [
      'POST',
      'experiments/restore',
      (fields) => {
        const id = fields.required('experiment_id');
        const found = row(id);
        if (textIn(found, 'lifecycle_stage') === 'active') return {};
        const name = textIn(found, 'name');
        if (
          database.one(`SELECT 1 FROM mlflow_experiments WHERE name = ? AND lifecycle_stage = 'active'`, name)
        )
          throw taken(`Experiment with name '${name}' already exists.`);
        setStage(id, 'active');
        database.run(`UPDATE mlflow_runs SET lifecycle_stage = 'active' WHERE experiment_id = ?`, id);
        return {};
      },
    ],
    [
      'POST',
      'experiments/set-experiment-tag',
      (fields) => {
        const id = fields.required('experiment_id');
        active(id);
        tags.set('experiment', id, tagOf('experiment', fields));
        touch(id);
        return {};
      },
    ],
    [
      'POST',
      'experiments/delete-experiment-tag',
      (fields) => {
        const id = fields.required('experiment_id');
        active(id);
        const key = fields.required('key');
        if (!tags.drop('experiment', id, key))
          throw missing(`No tag with name: ${key} in experiment with id ${id}`);
        touch(id);
        return {};
      },
    ],
  ];
  return { row, active, touch, calls };
}

/** A name that is a path loses the `/Workspace` in front, as on the platform. */
function readName(name: string): string {
  const bare = name.replace(/^\/Workspace(?=\/)/, '');
  if (bare.length > LONGEST_NAME)
    throw invalid(`Experiment name exceeds the maximum length of ${LONGEST_NAME} characters.`);
  return bare;
}
