// Round initials for people, the brick for the bot.
import { el } from './dom.js';

/**
 * @param {string} name
 * @param {'person' | 'bot' | 'group' | 'channel'} kind
 * @param {number} [size] px
 */
export function avatar(name, kind, size = 32) {
  const box =
    kind === 'bot'
      ? el('img', { class: 'avatar', src: '/brick.svg', alt: '' })
      : el(
          'span',
          {
            class: `avatar avatar-${kind} avatar-${Array.from(name).reduce((sum, each) => sum + (each.codePointAt(0) ?? 0), 0) % 7}`,
            'aria-hidden': 'true',
          },
          name
            .split(/\s+/)
            .slice(0, 2)
            .map((word) => word[0]?.toUpperCase() ?? '')
            .join(''),
        );
  if (size !== 32) box.classList.add(`avatar-size-${size}`);
  return box;
}
