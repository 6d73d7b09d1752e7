// Draws the list of cards that `renderCardsPage` put into the document; says so on the root element when all of them stand.
import { drawCard } from './card.js';
import { el } from './dom.js';

/** @type {{title: string, card: unknown}[]} */
const galleryCards = JSON.parse(document.getElementById('cards')?.textContent ?? '[]');
const galleryMain = document.querySelector('main');

for (const [index, { title, card }] of galleryCards.entries()) {
  const frame = el('div', { class: 'frame', 'data-card': index });
  galleryMain?.append(el('section', { 'aria-label': title }, el('h2', {}, title), frame));
  try {
    frame.append(drawCard(card).element);
  } catch (error) {
    frame.append(el('p', { class: 'frame-error' }, `This card could not be drawn: ${String(error)}`));
  }
}
// Charts draw when their width is known; two frames later everything stands.
requestAnimationFrame(() =>
  requestAnimationFrame(() => document.documentElement.setAttribute('data-ready', 'true')),
);
