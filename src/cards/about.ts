// brickbot about itself and about the person: welcome, who you are, which version this is.
import type { Person } from '../domain/person.ts';
import type { Scope } from '../domain/place.ts';
import { PERMISSIONS, RIGHTS, type Role } from '../domain/roles.ts';
import { info } from './badge.ts';
import { facts, heading, line, mono, note, paragraph, subtle } from './blocks.ts';
import type { Face } from './card.ts';
import { marked, plain } from './escape.ts';
import { frame } from './frame.ts';
import { say } from './press.ts';

export interface WhoamiView {
  readonly person: Person;
  readonly roles: readonly Role[];
  readonly scope: Scope;
}

const PLACES: Readonly<Record<Scope, string>> = {
  personal: 'a personal chat',
  group: 'a group chat',
  channel: 'a channel',
  terminal: 'a terminal',
};

/** Permissions that the roles hold, in the words of the commands. */
const allowed = (roles: readonly Role[], where: 'elsewhere' | 'production'): string =>
  PERMISSIONS.filter((permission) => RIGHTS[permission][where].some((role) => roles.includes(role)))
    .map((permission) => permission.replaceAll('-', ' '))
    .join(', ');

/** Two lists that are the same are one. */
const rightsFacts = (roles: readonly Role[]): readonly (readonly [string, string])[] => {
  const [elsewhere, production] = [allowed(roles, 'elsewhere'), allowed(roles, 'production')];
  return elsewhere === production
    ? [['May everywhere', elsewhere]]
    : [
        ['May', elsewhere],
        ['In production', production],
      ];
};

/** Who brickbot takes somebody for, and what that allows. */
export const whoamiCard = ({ person, roles, scope }: WhoamiView): Face => {
  const highest = roles.filter((role) => role !== 'viewer');
  return frame({
    title: marked(person.name, 60),
    state: info(highest.at(-1) ?? 'viewer'),
    line: `Speaking in ${PLACES[scope]}`,
    body: [
      ...facts([['Roles', marked(roles.join(', '))], ...rightsFacts(roles)]),
      ...facts([
        ['Account', person.upn === undefined ? undefined : marked(person.upn, 80)],
        ['Id', marked(person.id, 80)],
        ['Tenant', person.tenantId === undefined ? undefined : marked(person.tenantId, 60)],
      ]),
      ...(highest.length === 0
        ? [
            note(
              'Nobody has given you a role yet: whoever keeps brickbot.yaml can add your id or account under roles.',
            ),
          ]
        : []),
    ],
    summary: `You are ${plain(person.name, 40)}: ${roles.join(', ')}`,
  });
};

export interface VersionView {
  readonly version: string;
  readonly node: string;
}

/** Which brickbot this is. */
export const versionCard = ({ version, node }: VersionView): Face =>
  frame({
    title: `brickbot ${marked(version, 30)}`,
    state: info('Version'),
    body: facts([['Runs on', `Node ${marked(node.replace(/^v/, ''), 30)}`]]),
    buttons: [say('Help', 'help')],
    summary: `brickbot ${plain(version, 30)} on Node ${plain(node, 30)}`,
  });

export interface WelcomeView {
  readonly scope: Scope;
  /** Three wordings that work here. */
  readonly examples: readonly { readonly words: string; readonly tells: string }[];
}

/** Said once when brickbot is added somewhere. */
export const welcomeCard = ({ scope, examples }: WelcomeView): Face =>
  frame({
    title: 'Hello, this is brickbot',
    state: info('New here'),
    body: [
      paragraph(
        'I deploy branches to Databricks, run your tests there, and show experiments. One card tells the whole story of each request and changes in place.',
      ),
      heading('Three things to try'),
      ...examples
        .slice(0, 3)
        .map(({ words, tells }) => line([mono(plain(words, 80)), subtle(`  ${plain(tells, 110)}`)])),
      ...(scope === 'channel' || scope === 'group'
        ? [note('Here I answer when I am mentioned.', 'Medium')]
        : []),
    ],
    buttons: [
      say('What can I ask?', 'help', 'positive'),
      say('What stands where', 'show environments'),
      say('Who am I', 'whoami'),
    ],
    summary: `Hello, this is brickbot: type ${plain(examples[0]?.words ?? 'help', 60)}, or help`,
  });
