// Writes one value into brickbot.yaml as people keep it: one place of the text changes, so that comments, quotes and indents stay.
import { isMap, isScalar, parseDocument } from 'yaml';

/**
 * The text with a text value beside `beside`, or in place of the one that is there.
 * @param path of the mapping, for example `['experiments', 'churn']`
 * @throws RangeError when there is no such mapping with that key
 */
export const withValue = (
  yaml: string,
  path: readonly string[],
  { key, value, beside }: { readonly key: string; readonly value: string; readonly beside: string },
): string => {
  const map = parseDocument(yaml).getIn(path, true);
  if (!isMap(map)) throw new RangeError(`nothing at ${path.join('.')}`);
  const pair = (name: string) =>
    map.items.find((item) => isScalar(item.key) && item.key.value === name) ?? undefined;
  const rangeOf = (node: unknown): readonly [number, number] | undefined =>
    (isScalar(node) && node.range && [node.range[0], node.range[1]]) || undefined;
  const text = `"${value}"`;
  const there = rangeOf(pair(key)?.value);
  if (there) return yaml.slice(0, there[0]) + text + yaml.slice(there[1]);
  const [from] = rangeOf(pair(beside)?.key) ?? [];
  const [, to] = rangeOf(pair(beside)?.value) ?? [];
  if (from === undefined || to === undefined) throw new RangeError(`no ${beside} at ${path.join('.')}`);
  if (map.flow === true) return `${yaml.slice(0, to)}, ${key}: ${text}${yaml.slice(to)}`;
  const indent = ' '.repeat(from - (yaml.lastIndexOf('\n', from - 1) + 1));
  const end = yaml.indexOf('\n', to);
  return end < 0
    ? `${yaml}\n${indent}${key}: ${text}\n`
    : `${yaml.slice(0, end)}\n${indent}${key}: ${text}${yaml.slice(end)}`;
};
