// Reads the fields of an MLflow call, each once, at the edge. MLflow takes them from the body or, for GET (and DELETE as the
// platform's SDKs send it), from the query; a repeated query name is a list.
import { isRecord } from '../kernel/json.ts';
import { ApiRefusal, type LocalRequest } from '../kernel/route.ts';

export interface Fields {
  /** @throws ApiRefusal INVALID_PARAMETER_VALUE when it is missing, empty or no text */
  required(name: string): string;
  /** Undefined when absent or null; may be empty. Numbers count as their digits. */
  text(name: string): string | undefined;
  /** Undefined when absent or null. Digits in a string count. @throws ApiRefusal beyond ±(2^53 − 1) */
  integer(name: string): number | undefined;
  flag(name: string): boolean | undefined;
  /** Empty when absent; a single value counts as a list of one. */
  texts(name: string): readonly string[];
  /** A list of objects; empty when absent. */
  records(name: string): readonly Fields[];
  /** The field as it came. */
  value(name: string): unknown;
}

/** The refusal of a value that MLflow does not take. */
export const invalid = (message: string): ApiRefusal =>
  new ApiRefusal(400, 'INVALID_PARAMETER_VALUE', message);

/** The refusal of an object that is not there. */
export const missing = (message: string): ApiRefusal =>
  new ApiRefusal(404, 'RESOURCE_DOES_NOT_EXIST', message);

/** The refusal of a second object with the same name. */
export const taken = (message: string): ApiRefusal => new ApiRefusal(400, 'RESOURCE_ALREADY_EXISTS', message);

export function fieldsOf(request: LocalRequest): Fields {
  return fieldsFrom((name) => {
    const inBody = request.body[name];
    if (inBody !== undefined) return inBody;
    const inQuery = request.query.getAll(name);
    return inQuery.length > 1 ? inQuery : inQuery[0];
  });
}

function fieldsFrom(look: (name: string) => unknown): Fields {
  const fields: Fields = {
    value: look,
    text(name) {
      const value = look(name);
      if (value === undefined || value === null) return undefined;
      if (typeof value === 'string') return value;
      if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
        return String(value);
      throw invalid(`Invalid value for parameter '${name}': a string is expected.`);
    },
    required(name) {
      const value = fields.text(name);
      if (value === undefined || value === '')
        throw invalid(`Missing value for required parameter '${name}'.`);
      return value;
    },
    integer(name) {
      const value = look(name);
      if (value === undefined || value === null || value === '') return undefined;
      const read =
        typeof value === 'number'
          ? value
          : typeof value === 'string' && /^-?\d+$/.test(value)
            ? Number(value)
            : Number.NaN;
      if (!Number.isSafeInteger(read))
        throw invalid(`Invalid value for parameter '${name}': an integer is expected.`);
      return read;
    },
    flag(name) {
      const value = look(name);
      if (value === undefined || value === null) return undefined;
      if (value === true || value === 'true') return true;
      if (value === false || value === 'false') return false;
      throw invalid(`Invalid value for parameter '${name}': true or false is expected.`);
    },
    texts(name) {
      const value = look(name);
      if (value === undefined || value === null) return [];
      const list: readonly unknown[] = Array.isArray(value) ? value : [value];
      return list.map((item) => {
        if (typeof item === 'string') return item;
        if (typeof item === 'number' || typeof item === 'bigint') return String(item);
        throw invalid(`Invalid value for parameter '${name}': a list of strings is expected.`);
      });
    },
    records(name) {
      const value = look(name);
      if (value === undefined || value === null) return [];
      const list: readonly unknown[] = Array.isArray(value) ? value : [value];
      return list.map((item) => {
        if (isRecord(item)) return fieldsFrom((inner) => item[inner]);
        throw invalid(`Invalid value for parameter '${name}': a list of objects is expected.`);
      });
    },
  };
  return fields;
}
