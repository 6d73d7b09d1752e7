// Commits on cards: one line each, newest first.
import { phrase } from '../base/language.ts';
import { type Commit, shortCommit } from '../domain/commit.ts';
import { type Element, heading, line, mono, note, subtle } from './blocks.ts';
import { plain } from './escape.ts';
import { count } from './words.ts';

/** A commit in one line: id, subject, author. */
export const commitLine = (commit: Commit): Element =>
  line([
    mono(shortCommit(commit.id)),
    ' ',
    plain(commit.subject, 90),
    subtle(` · ${plain(commit.author, 40)}`),
  ]);

/** The commits that come along, newest first. */
export const commitLines = (commits: readonly Commit[], most: number): readonly Element[] =>
  commits.length === 0
    ? []
    : [
        heading(phrase('Brings {count}', { count: count(commits.length, 'commit') })),
        ...commits.slice(0, most).map(commitLine),
        ...(commits.length > most
          ? [note(phrase('and {count} more', { count: commits.length - most }))]
          : []),
      ];
