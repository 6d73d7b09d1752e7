// Names for runs that came without one: an adjective, an animal, a number.
import { randomInt } from 'node:crypto';

const FIRST = [
  'amber',
  'brisk',
  'calm',
  'dapper',
  'eager',
  'fair',
  'gentle',
  'hardy',
  'keen',
  'lively',
  'merry',
  'nimble',
];
const SECOND = [
  'badger',
  'crane',
  'dove',
  'falcon',
  'heron',
  'ibex',
  'lynx',
  'marten',
  'otter',
  'plover',
  'stoat',
  'wren',
];

export const inventName = (): string =>
  `${FIRST[randomInt(FIRST.length)]}-${SECOND[randomInt(SECOND.length)]}-${randomInt(100, 1000)}`;
