// Starts the page: one to three people side by side, one stream of events for all of them.
import { call, follow } from './api.js';
import { Column } from './column.js';
import { el } from './dom.js';
import { icon } from './icons.js';

/** @type {import('./api.js').Info} */
const info = await call('/api/state');
/** @type {Map<string, Map<string, import('./api.js').Message>>} */
const messages = new Map();
/** @type {Column[]} */
const columns = [];
const home = /** @type {HTMLElement} */ (document.getElementById('columns'));
const lost = /** @type {HTMLElement} */ (document.querySelector('.lost'));
document.title = `${info.bot.name} chat`;

/** @param {string} conversation */
async function load(conversation) {
  const answer = await call(`/api/messages?in=${encodeURIComponent(conversation)}`);
  messages.set(
    conversation,
    new Map(answer.messages.map((/** @type {import('./api.js').Message} */ each) => [each.id, each])),
  );
}

const remember = () =>
  localStorage.setItem('columns', JSON.stringify(columns.map((each) => [each.person, each.conversation])));

/** The columns of the last visit, as far as they still exist. @returns {[string, string][]} */
function remembered() {
  try {
    const stored = JSON.parse(localStorage.getItem('columns') ?? '[]');
    return stored.filter(
      (/** @type {[string, string]} */ [person, conversation]) =>
        info.people.some((each) => each.key === person) &&
        info.conversations.some((each) => each.key === conversation && each.members.includes(person)),
    );
  } catch {
    return [];
  }
}

/** @param {string} person @param {string} conversation */
function newColumn(person, conversation) {
  const column = new Column({ info, messages, load, remember }, person, conversation);
  columns.push(column);
  home.append(column.element);
  return column.show();
}

/** @param {number} count */
async function setCount(count) {
  while (columns.length > count) columns.pop()?.element.remove();
  const shown = [];
  while (columns.length < count) {
    const next =
      info.people.find((each) => columns.every((column) => column.person !== each.key)) ?? info.people[0];
    if (next === undefined) break;
    const shared = columns[0]?.place.kind === 'personal' ? undefined : columns[0]?.conversation;
    shown.push(newColumn(next.key, shared ?? `personal/${next.key}`));
  }
  home.dataset.count = String(columns.length);
  remember();
  drawCount();
  await Promise.all(shown);
}

function drawCount() {
  const group = /** @type {HTMLElement} */ (document.querySelector('.people-count'));
  group.replaceChildren(
    ...[1, 2, 3]
      .filter((count) => count <= info.people.length)
      .map((count) =>
        el(
          'button',
          {
            type: 'button',
            class: 'count',
            'aria-pressed': String(count === columns.length),
            title: count === 1 ? 'One person' : `${count} people side by side`,
            'aria-label': count === 1 ? 'One person' : `${count} people side by side`,
            onclick: () => void setCount(count),
          },
          ...Array.from({ length: count }, () => el('span', { class: 'count-bar' })),
        ),
      ),
  );
}

const themeButton = /** @type {HTMLElement} */ (document.getElementById('theme'));
function drawTheme() {
  const dark = document.documentElement.dataset.theme === 'dark';
  themeButton.replaceChildren(icon(dark ? 'WeatherSunny' : 'WeatherMoon', 20));
  themeButton.setAttribute('aria-label', dark ? 'Switch to light theme' : 'Switch to dark theme');
  themeButton.title = dark ? 'Light theme' : 'Dark theme';
}
themeButton.addEventListener('click', () => {
  const next = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
  document.documentElement.dataset.theme = next;
  localStorage.setItem('theme', next);
  drawTheme();
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', (event) => {
  if (localStorage.getItem('theme') !== null) return;
  document.documentElement.dataset.theme = event.matches ? 'dark' : 'light';
  drawTheme();
});
drawTheme();

let connections = 0;
follow(
  (event) => {
    if (event.kind === 'message' || event.kind === 'changed') {
      messages.get(event.message.conversation)?.set(event.message.id, event.message);
    }
    for (const column of columns) column.hear(event);
  },
  (connected) => {
    lost.hidden = connected;
    if (!connected) return;
    connections += 1;
    // Events were missed while the line was down.
    if (connections > 1) for (const column of columns) void column.show();
  },
);

const stored = remembered();
const first = info.people[0];
if (stored.length > 0) {
  await Promise.all(stored.slice(0, 3).map(([person, conversation]) => newColumn(person, conversation)));
} else if (first !== undefined) await newColumn(first.key, `personal/${first.key}`);
await setCount(columns.length);
document.documentElement.dataset.ready = 'true';
