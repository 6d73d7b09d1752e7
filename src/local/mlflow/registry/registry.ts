// The model registry's memory: models, versions, aliases and tags of both registries. `workspace` is the Workspace Model Registry (which here
// also keeps aliases, as MLflow's own server does); `catalog` is Models in Unity Catalog.
import { randomUUID } from 'node:crypto';
import { type Fields, invalid, missing, taken } from '../fields.ts';
import type { Room } from '../room.ts';
import { numberOf, type Row, textIn } from '../statements.ts';
import { type Pair, tagOf } from '../tags.ts';
import { checkAlias, checkName, type RegistryName } from './names.ts';

export interface Alias {
  readonly alias: string;
  readonly version: number;
}

export interface NewVersion {
  readonly source: string;
  readonly runId: string | undefined;
  readonly runLink: string | undefined;
  readonly description: string | undefined;
  readonly loggedModel: string | undefined;
  readonly tags: readonly Pair[];
  readonly user: string;
}

export interface Registry {
  readonly name: RegistryName;
  /** @throws ApiRefusal RESOURCE_DOES_NOT_EXIST */
  model(name: string): Row;
  create(name: string, about: { description: string | undefined; tags: readonly Pair[]; user: string }): Row;
  rename(name: string, newName: string): Row;
  /** Undefined leaves the description as it is; the time of the last change moves anyway. */
  describe(name: string, description: string | undefined): Row;
  drop(name: string): void;
  addVersion(name: string, version: NewVersion): Row;
  /** @throws ApiRefusal RESOURCE_DOES_NOT_EXIST for either; INVALID_PARAMETER_VALUE for a version that is no number */
  version(name: string, version: string): Row;
  /** All of a model, oldest first. */
  versions(model: Row): readonly Row[];
  describeVersion(name: string, version: string, description: string | undefined): Row;
  dropVersion(name: string, version: string): void;
  setStage(found: Row, stage: string): void;
  /** Marks the version, and its model with it, as changed now. */
  touch(found: Row): void;
  aliases(model: string): readonly Alias[];
  setAlias(name: string, alias: string, version: string): void;
  /** Silent when there is none. @throws ApiRefusal when there is no such model */
  dropAlias(name: string, alias: string): void;
  byAlias(name: string, alias: string): Row;
}

/** Owner of a version's tags. */
export const versionOwner = (found: Row): string =>
  `${textIn(found, 'model')}/${String(numberOf(found, 'version'))}`;

export function openRegistry(room: Room, registry: RegistryName): Registry {
  const { database, tags, context } = room;

  const find = (name: string) =>
    database.one('SELECT * FROM mlflow_models WHERE registry = ? AND name = ?', registry, name);

  function model(name: string): Row {
    const found = find(name);
    if (found === undefined) throw missing(`Registered Model with name=${name} not found`);
    return found;
  }

  const touchModel = (id: string): void => {
    database.run('UPDATE mlflow_models SET last_updated_timestamp = ? WHERE id = ?', context.now(), id);
  };

  const touch = (found: Row): void => {
    database.run(
      'UPDATE mlflow_versions SET last_updated_timestamp = ? WHERE model = ? AND version = ?',
      context.now(),
      textIn(found, 'model'),
      numberOf(found, 'version') ?? 0,
    );
    touchModel(textIn(found, 'model'));
  };

  function version(name: string, number: string): Row {
    if (!/^\d{1,15}$/.test(number)) throw invalid(`Model version must be an integer, got '${number}'`);
    const found = database.one(
      `SELECT v.*, m.name FROM mlflow_versions v JOIN mlflow_models m ON m.id = v.model WHERE v.model = ? AND v.version = ?`,
      textIn(model(name), 'id'),
      Number(number),
    );
    if (found === undefined) throw missing(`Model Version (name=${name}, version=${number}) not found`);
    return found;
  }

  const versions = (found: Row): readonly Row[] =>
    database.all(
      `SELECT v.*, m.name FROM mlflow_versions v JOIN mlflow_models m ON m.id = v.model WHERE v.model = ? ORDER BY v.version`,
      textIn(found, 'id'),
    );

  function checkFree(name: string): void {
    checkName(registry, name);
    if (find(name) !== undefined) throw taken(`Registered Model (name=${name}) already exists.`);
  }

  return {
    name: registry,
    model,
    create(name, about) {
      checkFree(name);
      const id = randomUUID().replaceAll('-', '');
      const now = context.now();
      database.run(
        'INSERT INTO mlflow_models VALUES (?, ?, ?, ?, ?, ?, ?, 0, NULL)',
        id,
        registry,
        name,
        about.description ?? null,
        about.user,
        now,
        now,
      );
      for (const tag of about.tags) tags.set('model', id, tag);
      return model(name);
    },
    rename(name, newName) {
      const id = textIn(model(name), 'id');
      if (newName !== name) {
        checkFree(newName);
        database.run('UPDATE mlflow_models SET name = ? WHERE id = ?', newName, id);
      }
      touchModel(id);
      return model(newName);
    },
    describe(name, description) {
      const id = textIn(model(name), 'id');
      if (description !== undefined)
        database.run('UPDATE mlflow_models SET description = ? WHERE id = ?', description, id);
      touchModel(id);
      return model(name);
    },
    drop(name) {
      const found = model(name);
      for (const each of versions(found)) tags.dropAll('version', versionOwner(each));
      tags.dropAll('model', textIn(found, 'id'));
      database.run('DELETE FROM mlflow_models WHERE id = ?', textIn(found, 'id'));
    },
    addVersion(name, added) {
      const found = model(name);
      const id = textIn(found, 'id');
      // A number is never given twice, also not after a deletion.
      const number = (numberOf(found, 'last_version') ?? 0) + 1;
      const now = context.now();
      database.run('UPDATE mlflow_models SET last_version = ? WHERE id = ?', number, id);
      database.run(
        `INSERT INTO mlflow_versions VALUES (?, ?, ?, ?, ?, 'None', ?, ?, ?, ?, ?)`,
        id,
        number,
        added.user,
        now,
        now,
        added.description ?? null,
        added.source,
        added.runId ?? null,
        added.runLink ?? null,
        added.loggedModel ?? null,
      );
      const made = version(name, String(number));
      for (const tag of added.tags) tags.set('version', versionOwner(made), tag);
      touchModel(id);
      return made;
    },
    version,
    versions,
    describeVersion(name, number, description) {
      const found = version(name, number);
      if (description !== undefined)
        database.run(
          'UPDATE mlflow_versions SET description = ? WHERE model = ? AND version = ?',
          description,
          textIn(found, 'model'),
          Number(number),
        );
      touch(found);
      return version(name, number);
    },
    dropVersion(name, number) {
      const found = version(name, number);
      const id = textIn(found, 'model');
      tags.dropAll('version', versionOwner(found));
      database.run('DELETE FROM mlflow_aliases WHERE model = ? AND version = ?', id, Number(number));
      database.run('DELETE FROM mlflow_activities WHERE model = ? AND version = ?', id, Number(number));
      database.run('DELETE FROM mlflow_versions WHERE model = ? AND version = ?', id, Number(number));
      touchModel(id);
    },
    setStage(found, stage) {
      database.run(
        'UPDATE mlflow_versions SET current_stage = ? WHERE model = ? AND version = ?',
        stage,
        textIn(found, 'model'),
        numberOf(found, 'version') ?? 0,
      );
      touch(found);
    },
    touch,
    aliases: (id) =>
      database
        .all('SELECT alias, version FROM mlflow_aliases WHERE model = ? ORDER BY alias', id)
        .map((row) => ({ alias: textIn(row, 'alias'), version: numberOf(row, 'version') ?? 0 })),
    setAlias(name, alias, number) {
      checkAlias(alias);
      const found = version(name, number);
      database.run(
        'INSERT OR REPLACE INTO mlflow_aliases VALUES (?, ?, ?)',
        textIn(found, 'model'),
        alias,
        Number(number),
      );
      touchModel(textIn(found, 'model'));
    },
    dropAlias(name, alias) {
      const id = textIn(model(name), 'id');
      if (database.run('DELETE FROM mlflow_aliases WHERE model = ? AND alias = ?', id, alias) > 0)
        touchModel(id);
    },
    byAlias(name, alias) {
      const found = database.one(
        'SELECT version FROM mlflow_aliases WHERE model = ? AND alias = ?',
        textIn(model(name), 'id'),
        alias,
      );
      if (found === undefined) {
        const words = `Registered model alias ${alias} not found.`;
        // MLflow's own server has a code of its own for this; Unity Catalog says what it says of everything that is not there.
        throw registry === 'catalog' ? missing(words) : invalid(words);
      }
      return version(name, String(numberOf(found, 'version')));
    },
  };
}

/** `tags` of a create call. */
export const tagsOf = (kind: 'model' | 'version', fields: Fields): readonly Pair[] =>
  fields.records('tags').map((each) => tagOf(kind, each));
