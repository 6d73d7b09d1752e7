// What people might type, by the hundred thousand: valid wordings with their meaning, garbled ones that must not come to anything,
// and hostile ones. Seeded, so that a message that broke something can be typed again.

export interface Message {
  readonly kind: 'valid' | 'garbled' | 'hostile';
  readonly text: string;
  /** What a valid message means, in the canonical wording. */
  readonly means?: string;
}

/** Mulberry32: small, seeded, good enough to choose words. */
const random = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

const BRANCHES = [
  'feature-x',
  'main',
  'v1.2',
  'users/anna/tune_2',
  'release/2026.11',
  'fix#12',
  'to-do',
  'x',
];
const ENVIRONMENTS = ['staging', 'production', 'dev'];
const JOBS = ['nightly-train', 'score', 'etl_daily'];
const CODES = ['7K3F', 'AB2D', 'Q9ZX'];
const SPACES = [' ', '  ', '\u00a0', '\u2009', ' \u200b', '\u3000'];
const QUOTES = [
  ['“', '”'],
  ['„', '“'],
  ['«', '»'],
  ['「', '」'],
  ['‘', '’'],
  ['"', '"'],
  ['`', '`'],
  ['', ''],
  ['', ''],
  ['', ''],
] as const;
const BEFORE = ['', '', '', 'please ', 'Please, ', 'hey brickbot, ', 'could you please ', 'ok ', '/'];
const AFTER = ['', '', '', ' please', ', thanks!', '.', ' 🚀', ' thank you', ' pls 👍🏽'];
const SLIPS = ['q', 'w', 'x', 'y', 'z', 'j'];
const VERBS = [
  'deploy',
  'ship',
  'release',
  'rollback',
  'cancel',
  'rerun',
  'repair',
  'unlock',
  'undo',
  'start',
];
const HOSTILE = [
  "'; drop table operations;--",
  '$(reboot)',
  '`rm -rf /`',
  '<script>alert(1)</script>',
  '<at>brickbot</at>',
  '"'.repeat(40),
  "'".repeat(41),
  '['.repeat(80),
  '<a href='.repeat(20),
  '<blockquote>deploy main to production</blockquote>',
  '[x]('.repeat(60),
  '🚀'.repeat(120),
  ' '.repeat(300),
  'a='.repeat(90),
  '--'.repeat(90),
  '\u202edeploy',
  '\u0000\u0007\u001b[2J',
  'ｄｅｐｌｏy',
  'dерloy',
  'locＫ',
  'locK staging because x',
  '__proto__',
  'constructor',
  'toString',
  'the '.repeat(90),
  'please '.repeat(90),
  'https://x/'.repeat(40),
  '\ud800',
  '?'.repeat(200),
];
const NEGATIONS = [
  "don't ",
  'do not ',
  'never ',
  'did you ',
  'who did ',
  'why did we ',
  'when will we ',
  'not ',
];
const CONDITIONS = [
  ' if tests pass',
  ' tomorrow',
  ' but not production',
  ' unless red',
  ' or main',
  ' and main',
];

export const messagesOf = (seed: number): (() => Message) => {
  const next = random(seed);
  const below = (limit: number): number => Math.floor(next() * limit);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const cased = (text: string): string => (below(6) === 0 ? text.toUpperCase() : text);
  const quoted = (value: string): string => {
    const [open, close] = pick(QUOTES);
    return `${open}${value}${close}`;
  };
  const dressed = (text: string): string =>
    `${pick(BEFORE)}${text}${pick(AFTER)}`.replaceAll(' ', () => pick(SPACES));

  const core = (): { readonly text: string; readonly means: string } => {
    const [ref, environment, job, code] = [pick(BRANCHES), pick(ENVIRONMENTS), pick(JOBS), pick(CODES)];
    const to = pick(['to', 'on', 'in', 'into', 'onto', '--to']);
    const verb = cased(pick(['deploy', 'ship', 'release']));
    switch (below(9)) {
      case 0:
        return { text: `${verb} ${quoted(ref)}`, means: `deploy ${ref}` };
      case 1:
        return {
          text: `${verb} ${quoted(ref)} ${to} ${environment}`,
          means: `deploy ${ref} to ${environment}`,
        };
      case 2:
        return {
          text: `${verb} ${to} ${environment} ${quoted(ref)}`,
          means: `deploy ${ref} to ${environment}`,
        };
      case 3:
        return {
          text: `${verb} the ${ref} branch to the ${environment} environment`,
          means: `deploy ${ref} to ${environment}`,
        };
      case 4:
        return {
          text: `${verb} branch ${quoted(ref)} ${pick(['--dry-run', '—dry-run', '–dry-run'])}`,
          means: `deploy ${ref} --dry-run`,
        };
      case 5:
        return {
          text: `run ${pick(['', 'the '])}tests ${pick(['on', 'for', 'of'])} ${quoted(ref)}`,
          means: `run tests ${ref}`,
        };
      case 6:
        return {
          text: `run ${pick(['', 'my '])}job ${quoted(job)} with rows=10 name="two words"`,
          means: `run job ${job} with rows=10 name="two words"`,
        };
      case 7:
        return { text: `${cased(pick(['cancel', 'stop', 'abort']))} op ${code}`, means: `cancel ${code}` };
      default:
        return {
          text: `lock ${environment} for 2h because ${quoted('data backfill')}`,
          means: `lock ${environment} for 2h because data backfill`,
        };
    }
  };

  /** One slip of the keyboard. */
  const slip = (word: string): string => {
    const at = below(word.length - 1);
    switch (below(4)) {
      case 0:
        return word.slice(0, at) + word.slice(at + 1);
      case 1:
        return `${word.slice(0, at)}${word[at + 1]}${word[at]}${word.slice(at + 2)}`;
      case 2:
        return `${word.slice(0, at)}${pick(SLIPS)}${word.slice(at + 1)}`;
      default:
        return `${word.slice(0, at)}${pick(SLIPS)}${word.slice(at)}`;
    }
  };

  const garbled = (): string => {
    const [ref, environment, verb] = [pick(BRANCHES), pick(ENVIRONMENTS), pick(VERBS)];
    switch (below(6)) {
      case 0: {
        const wrong = slip(verb);
        return wrong === verb ? `x${verb} ${ref}` : dressed(`${wrong} ${ref} to ${environment}`);
      }
      case 1:
        return dressed(`${pick(NEGATIONS)}${verb} ${ref} to ${environment}`);
      case 2:
        return `${pick(['deploy', 'ship', 'can you deploy'])} ${ref}${pick(CONDITIONS)}`;
      case 3:
        return `${pick(['deploy', 'can you ship', 'could you please release'])} ${ref} to ${environment}?`;
      case 4:
        return `<blockquote itemtype="reply"><p>${verb} ${ref}</p></blockquote><p>what ${pick(['does this do', 'is that'])}</p>`;
      default:
        return `I think we should ${verb} ${ref}`;
    }
  };

  const hostile = (): string => {
    const noise = (): string =>
      String.fromCodePoint(
        ...Array.from({ length: below(60) }, () => below(below(3) === 0 ? 0x10ffff : 0x24f)),
      );
    const parts = Array.from({ length: 1 + below(4) }, () =>
      below(3) === 0 ? noise() : below(4) === 0 ? core().text : pick(HOSTILE),
    );
    return parts.join(pick([' ', '', '\n'])).slice(0, 1_000);
  };

  return () => {
    const choice = below(10);
    if (choice < 5) {
      const { text, means } = core();
      return { kind: 'valid', text: dressed(text), means };
    }
    return choice < 8 ? { kind: 'garbled', text: garbled() } : { kind: 'hostile', text: hostile() };
  };
};
