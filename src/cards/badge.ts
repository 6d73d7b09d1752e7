// The one state word of a card, as a badge with an icon: a word and a shape, never colour alone.
import type { BadgeStyle, TextColor } from '@microsoft/teams.cards';
import { language, own } from '../base/language.ts';
import { isUnseen, type OperationState, type Reason, type StepState } from '../domain/operation.ts';
import type { RunState } from '../domain/run.ts';
import type { Element } from './blocks.ts';

export interface StateWord {
  readonly word: string;
  /** Name in the Fluent icon catalogue. */
  readonly icon:
    | 'Person'
    | 'Clock'
    | 'ArrowSync'
    | 'Stop'
    | 'Warning'
    | 'CheckmarkCircle'
    | 'DismissCircle'
    | 'LockClosed'
    | 'Info'
    | 'Document';
  readonly style: BadgeStyle;
  /** For clients without badges. */
  readonly color: TextColor;
}

const word = (text: string, icon: StateWord['icon'], style: BadgeStyle, color: TextColor): StateWord => ({
  word: text,
  icon,
  style,
  color,
});

export const NEEDS_YOU = word('Needs you', 'Person', 'Warning', 'Warning');
export const PLAN = word('Plan only', 'Document', 'Informative', 'Accent');
export const PASSED = word('Passed', 'CheckmarkCircle', 'Good', 'Good');
export const QUESTION = word('Your choice', 'Person', 'Accent', 'Accent');
export const REFUSED = word('Refused', 'LockClosed', 'Attention', 'Attention');
export const FAILED = word('Failed', 'DismissCircle', 'Attention', 'Attention');
export const UNKNOWN = word('Unknown', 'Warning', 'Warning', 'Warning');
export const info = (text: string): StateWord => word(text, 'Info', 'Subtle', 'Default');
export const running = (text = 'Running'): StateWord => word(text, 'ArrowSync', 'Accent', 'Accent');
export const queued = (text = 'Queued'): StateWord => word(text, 'Clock', 'Informative', 'Default');

const OPERATION: Readonly<Record<OperationState, StateWord>> = {
  held: NEEDS_YOU,
  queued: queued(),
  running: running(),
  cancelling: word('Stopping', 'Stop', 'Warning', 'Warning'),
  unknown: UNKNOWN,
  done: word('Done', 'CheckmarkCircle', 'Good', 'Good'),
  failed: FAILED,
  refused: REFUSED,
  cancelled: word('Cancelled', 'Stop', 'Subtle', 'Default'),
};
/** An operation that ended without anybody knowing whether it took effect is not called failed. */
export const operationWord = (state: OperationState, reason?: Reason): StateWord =>
  state === 'failed' && isUnseen(reason) ? { ...UNKNOWN, word: 'Outcome unknown' } : OPERATION[state];

const RUN: Readonly<Record<RunState, StateWord>> = {
  queued: queued(),
  running: running(),
  passed: PASSED,
  'passed-with-failures': word('Passed, with failures', 'Warning', 'Warning', 'Warning'),
  failed: FAILED,
  cancelled: OPERATION.cancelled,
  skipped: word('Skipped', 'Info', 'Subtle', 'Default'),
  'timed-out': word('Time limit', 'Clock', 'Attention', 'Attention'),
};
export const runWord = (state: RunState): StateWord => RUN[state];

/** The sign in front of a step, a task or a test: told apart by shape. */
export interface Sign {
  readonly sign: string;
  readonly color: TextColor;
  /** Said in words where the sign alone would not be enough. */
  readonly word: string;
}
const sign = (mark: string, color: TextColor, text: string): Sign => ({ sign: mark, color, word: text });

const STEP: Readonly<Record<StepState, Sign>> = {
  pending: sign('○', 'Default', ''),
  running: sign('●', 'Accent', 'running'),
  waiting: sign('●', 'Accent', 'waiting'),
  done: sign('✓', 'Good', ''),
  failed: sign('✕', 'Attention', 'failed'),
  skipped: sign('–', 'Default', 'skipped'),
  unknown: sign('?', 'Warning', 'outcome unknown'),
};
export const stepSign = (state: StepState): Sign => STEP[state];

const RUN_SIGN: Readonly<Record<RunState, Sign>> = {
  queued: sign('○', 'Default', 'queued'),
  running: sign('●', 'Accent', 'running'),
  passed: sign('✓', 'Good', 'passed'),
  'passed-with-failures': sign('!', 'Warning', 'passed, with failures'),
  failed: sign('✕', 'Attention', 'failed'),
  cancelled: sign('■', 'Default', 'cancelled'),
  skipped: sign('–', 'Default', 'skipped'),
  'timed-out': sign('✕', 'Attention', 'time limit reached'),
};
export const runSign = (state: RunState): Sign => RUN_SIGN[state];

/** The state in the middle of a sentence: German keeps its capitals, English does not. */
export const stateInWords = ({ word: text }: StateWord): string =>
  language() === 'en' ? text.toLowerCase() : own(text);

export const badge = (state: StateWord): Element => ({
  type: 'Badge',
  text: own(state.word),
  icon: state.icon,
  style: state.style,
  appearance: 'Tint',
  size: 'Large',
  shape: 'Rounded',
  fallback: { type: 'TextBlock', text: own(state.word), weight: 'Bolder', color: state.color, wrap: true },
});
