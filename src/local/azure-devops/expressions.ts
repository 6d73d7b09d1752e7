// Conditions and macros of a pipeline: the part of the expression language that sample pipelines use. What is not known throws, so that
// a pipeline never does something else than it says.

export interface Scope {
  /** Of what came before: whether all went well, whether something failed, whether the build was stopped. */
  readonly succeeded: boolean;
  readonly failed: boolean;
  readonly canceled: boolean;
  readonly variable: (name: string) => string | undefined;
  parameter?(name: string): string | undefined;
}

type Value = string | boolean;

/** Value of a condition such as `and(succeeded(), eq(variables['Build.SourceBranch'], 'refs/heads/main'))`. @throws RangeError */
export function evaluate(expression: string, scope: Scope): Value {
  const tokens = expression.match(/'(?:[^']|'')*'|[A-Za-z_][\w.]*|[(),[\]]/g) ?? [];
  let at = 0;
  const peek = () => tokens[at];
  const take = (wanted?: string): string => {
    const token = tokens[at];
    if (token === undefined || (wanted !== undefined && token !== wanted))
      throw new RangeError(`this condition is not understood: ${expression}`);
    at += 1;
    return token;
  };
  const value = (): Value => {
    const token = take();
    if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
    if (token === 'true' || token === 'false') return token === 'true';
    const [head = '', ...rest] = token.split('.');
    if ((head === 'variables' || head === 'parameters') && (rest.length > 0 || peek() === '[')) {
      let name = rest.join('.');
      if (rest.length === 0) {
        take('[');
        name = take().slice(1, -1);
        take(']');
      }
      return (head === 'variables' ? scope.variable(name) : scope.parameter?.(name)) ?? '';
    }
    take('(');
    const given: Value[] = [];
    while (peek() !== ')') {
      given.push(value());
      if (peek() === ',') take(',');
    }
    take(')');
    return call(token, given, scope, expression);
  };
  const result = value();
  if (at !== tokens.length) throw new RangeError(`this condition is not understood: ${expression}`);
  return result;
}

const lower = (value: Value | undefined): string => String(value ?? '').toLowerCase();
const truth = (value: Value | undefined): boolean => value !== undefined && value !== false && value !== '';

function call(name: string, given: readonly Value[], scope: Scope, expression: string): Value {
  const [first, second] = given;
  switch (name) {
    case 'succeeded':
      return scope.succeeded && !scope.canceled;
    case 'failed':
      return scope.failed && !scope.canceled;
    case 'succeededOrFailed':
      return !scope.canceled;
    case 'always':
      return true;
    case 'canceled':
      return scope.canceled;
    case 'and':
      return given.every(truth);
    case 'or':
      return given.some(truth);
    case 'not':
      return !truth(first);
    case 'eq':
      return lower(first) === lower(second);
    case 'ne':
      return lower(first) !== lower(second);
    case 'startsWith':
      return lower(first).startsWith(lower(second));
    case 'in':
      return given.slice(1).some((each) => lower(each) === lower(first));
    default:
      throw new RangeError(`the function ${name} is not known here: ${expression}`);
  }
}

/** `$(Name)` replaced where the variable exists; an unknown one stays as it stands, as on the real service. */
export const expandMacros = (text: string, variable: Scope['variable']): string =>
  text.replace(/\$\(([A-Za-z_][\w.-]*)\)/g, (whole, name: string) => variable(name) ?? whole);

/** `${{ parameters.x }}` replaced when the pipeline is read. */
export const expandParameters = (text: string, parameters: Readonly<Record<string, string>>): string =>
  text.replace(/\$\{\{\s*parameters\.(\w+)\s*\}\}/g, (whole, name: string) => parameters[name] ?? whole);
