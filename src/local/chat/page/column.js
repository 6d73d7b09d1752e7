// One person's Teams: the list of conversations, the open one, and the box to write in. Several columns stand side by side when one
// person at the screen plays several people.
import { call } from './api.js';
import { avatar } from './avatar.js';
import { Compose } from './compose.js';
import { el } from './dom.js';
import { icon } from './icons.js';
import { MessageView } from './message-view.js';
import { dayName } from './times.js';

/**
 * @typedef {object} Shared
 * @property {import('./api.js').Info} info
 * @property {Map<string, Map<string, import('./api.js').Message>>} messages by conversation, then id
 * @property {(conversation: string) => Promise<void>} load
 * @property {() => void} remember
 */

export class Column {
  /** @type {Map<string, MessageView>} */
  views = new Map();
  /** Channel posts by root id. @type {Map<string, {replies: HTMLElement, element: HTMLElement}>} */
  posts = new Map();
  /** @type {Map<string, number>} */
  unread = new Map();

  /** @param {Shared} shared @param {string} person @param {string} conversation */
  constructor(shared, person, conversation) {
    this.shared = shared;
    this.person = person;
    this.conversation = conversation;
    this.nav = el('nav', { class: 'nav', 'aria-label': 'Conversations' });
    this.head = el('header', { class: 'column-head' });
    this.log = el('div', { class: 'log', role: 'log', 'aria-live': 'polite', tabindex: 0 });
    this.scroll = el('div', { class: 'scroll' }, this.log);
    this.typing = el('div', { class: 'typing', role: 'status' });
    this.composeHome = el('div', { class: 'compose-home' });
    this.element = el(
      'section',
      { class: 'column' },
      el(
        'div',
        { class: 'column-inner' },
        this.nav,
        el('div', { class: 'main' }, this.head, this.scroll, this.typing, this.composeHome),
      ),
    );
    this.pinned = true;
    this.scroll.addEventListener('scroll', () => {
      this.pinned = this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight < 60;
    });
    const grown = new ResizeObserver(() => this.stick());
    grown.observe(this.log);
    grown.observe(this.scroll);
  }

  get me() {
    return /** @type {import('./api.js').Person} */ (
      this.shared.info.people.find((each) => each.key === this.person)
    );
  }

  get place() {
    return /** @type {import('./api.js').Conversation} */ (
      this.shared.info.conversations.find((each) => each.key === this.conversation)
    );
  }

  stick() {
    if (this.pinned) this.scroll.scrollTop = this.scroll.scrollHeight;
  }

  /** Shows the open conversation from the start. */
  async show() {
    this.element.setAttribute('aria-label', `${this.me.name}'s chat`);
    this.element.dataset.person = this.person;
    this.unread.delete(this.conversation);
    this.drawNav();
    this.drawHead();
    this.views.clear();
    this.posts.clear();
    this.log.replaceChildren();
    this.showTyping(false);
    this.log.setAttribute('aria-label', `Messages in ${this.place.name}`);
    this.log.classList.toggle('log-channel', this.place.kind === 'channel');
    this.compose = new Compose({
      placeholder: this.place.kind === 'channel' ? 'Start a post' : 'Type a message',
      conversation: () => this.place,
      info: this.shared.info,
      send: (text) => this.say(text),
      editLast: () => this.editLast(),
    });
    this.composeHome.replaceChildren(this.compose.element);
    const wanted = this.conversation;
    await this.shared.load(wanted);
    if (wanted !== this.conversation) return;
    this.pinned = true;
    // What was there before is not news: it is not read out.
    this.log.setAttribute('aria-live', 'off');
    for (const message of this.shared.messages.get(wanted)?.values() ?? []) this.add(message);
    this.empty();
    this.stick();
    requestAnimationFrame(() => this.log.setAttribute('aria-live', 'polite'));
    void call('/api/open', { as: this.person, in: wanted });
  }

  /** @param {string} text @param {string | null} [thread] */
  async say(text, thread = null) {
    this.pinned = thread === null ? true : this.pinned;
    await call('/api/say', {
      as: this.person,
      in: this.conversation,
      text,
      ...(thread === null ? {} : { thread }),
    });
  }

  editLast() {
    const last = [...this.views.values()].findLast((view) => view.mine && !view.message.deleted);
    if (last !== undefined) this.edit(last.message);
  }

  /** @param {import('./api.js').Message} message */
  edit(message) {
    this.compose?.edit(message.text.replaceAll(/<at>(.+?)<\/at>/g, '@$1'), async (text) => {
      await call('/api/edit', { as: this.person, in: this.conversation, message: message.id, text });
    });
  }

  /** @param {string} key */
  open(key) {
    this.conversation = key;
    this.shared.remember();
    void this.show();
  }

  /** @param {string} key */
  become(key) {
    this.person = key;
    const mine = this.place.kind === 'personal' ? `personal/${key}` : this.conversation;
    this.unread.clear();
    this.open(mine);
  }

  drawNav() {
    const { info } = this.shared;
    const picker = el(
      'select',
      {
        class: 'who-select',
        'aria-label': 'Who am I',
        onchange: (/** @type {Event} */ event) =>
          this.become(/** @type {HTMLSelectElement} */ (event.target).value),
      },
      ...info.people.map((person) =>
        el(
          'option',
          { value: person.key, selected: person.key === this.person },
          person.role === '' ? person.name : `${person.name} · ${person.role}`,
        ),
      ),
    );
    const mine = info.conversations.filter((each) => each.members.includes(this.person));
    const chats = mine.filter((each) => each.kind !== 'channel');
    const teams = [...new Set(mine.flatMap((each) => (each.team === undefined ? [] : [each.team.name])))];
    this.nav.replaceChildren(
      el(
        'div',
        { class: 'who' },
        avatar(this.me.name, 'person', 36),
        el(
          'div',
          { class: 'who-text' },
          el('span', { class: 'who-name' }, this.me.name),
          el('span', { class: 'who-role' }, this.me.role),
        ),
        icon('ChevronDown', 14),
        picker,
      ),
      el(
        'div',
        { class: 'nav-lists' },
        el('h2', {}, 'Chats'),
        el('ul', {}, ...chats.map((each) => this.navItem(each))),
        ...teams.flatMap((team) => [
          el('h2', {}, team),
          el('ul', {}, ...mine.filter((each) => each.team?.name === team).map((each) => this.navItem(each))),
        ]),
      ),
    );
  }

  /** @param {import('./api.js').Conversation} conversation */
  navItem(conversation) {
    const unread = this.unread.get(conversation.key) ?? 0;
    const here = conversation.key === this.conversation;
    const kind =
      conversation.kind === 'personal' ? 'bot' : conversation.kind === 'groupChat' ? 'group' : 'channel';
    const picture =
      kind === 'channel'
        ? el('span', { class: 'nav-hash' }, /** @type {any} */ (icon('Channel', 16)))
        : avatar(conversation.name, kind, 28);
    return el(
      'li',
      {},
      el(
        'button',
        {
          type: 'button',
          class: `nav-item${here ? ' nav-here' : ''}${unread > 0 ? ' nav-unread' : ''}`,
          'aria-current': here ? 'page' : null,
          'data-conversation': conversation.key,
          onclick: () => this.open(conversation.key),
        },
        picture,
        el('span', { class: 'nav-name' }, conversation.name),
        unread > 0 && el('span', { class: 'nav-count', 'aria-label': `${unread} unread` }, String(unread)),
      ),
    );
  }

  drawHead() {
    const { place } = this;
    const kind = place.kind === 'personal' ? 'bot' : place.kind === 'groupChat' ? 'group' : 'channel';
    const members =
      place.kind === 'personal' ? '' : `${place.members.length} people and ${this.shared.info.bot.name}`;
    this.head.replaceChildren(
      avatar(place.team?.name ?? place.name, kind, 32),
      el('h2', {}, place.team === undefined ? place.name : `${place.team.name} › ${place.name}`),
      el('span', { class: 'column-note' }, members),
    );
  }

  /** What stands in an empty conversation: a greeting and something to try. */
  empty() {
    if (this.views.size > 0) return;
    const { info } = this.shared;
    const personal = this.place.kind === 'personal';
    this.log.replaceChildren(
      el(
        'div',
        { class: 'empty' },
        avatar(info.bot.name, 'bot', 56),
        el(
          'p',
          { class: 'empty-title' },
          personal ? `This is your chat with ${info.bot.name}` : this.place.name,
        ),
        el(
          'p',
          {},
          personal
            ? 'Try one of these, or type help.'
            : `Mention @${info.bot.name} to give it something to do.`,
        ),
        el(
          'div',
          { class: 'suggestions' },
          ...info.commands.slice(0, 4).map((each) =>
            el(
              'button',
              {
                type: 'button',
                class: 'suggestion',
                title: each.description,
                onclick: () =>
                  this.compose?.put(personal ? each.title : `@${info.bot.name} ${each.title}`, true),
              },
              each.title,
            ),
          ),
        ),
      ),
    );
  }

  /** @param {import('./api.js').Message} message new in the conversation that is open */
  add(message) {
    const existing = this.views.get(message.id);
    if (existing !== undefined) return existing.change(message);
    this.log.querySelector(':scope > .empty')?.remove();
    const view = new MessageView(message, {
      info: this.shared.info,
      me: () => this.me,
      edit: (each) => this.edit(each),
      say: (each, text) => void this.say(text, each.root),
    });
    const before = [...this.views.values()].at(-1)?.message;
    this.views.set(message.id, view);
    if (message.author === 'bot') this.showTyping(false);
    if (this.place.kind === 'channel') return this.addToPost(message, view);
    if (before === undefined || dayName(before.at) !== dayName(message.at)) {
      this.log.append(el('div', { class: 'day' }, el('span', {}, dayName(message.at))));
    } else if (before.author === message.author && message.at - before.at < 300_000) {
      view.element.classList.add('message-next');
    }
    this.log.append(view.element);
    this.stick();
  }

  /** @param {import('./api.js').Message} message @param {MessageView} view */
  addToPost(message, view) {
    const root = message.root ?? message.id;
    const post = this.posts.get(root) ?? this.newPost(root);
    if (root === message.id) post.element.prepend(view.element);
    else post.replies.append(view.element);
    this.stick();
  }

  /** @param {string} root */
  newPost(root) {
    const replies = el('div', { class: 'replies' });
    const foot = el('div', { class: 'post-foot' });
    const element = el('div', { class: 'post', 'data-root': root }, replies, foot);
    const close = () => foot.replaceChildren(button);
    const button = el('button', { type: 'button', class: 'reply', onclick: () => open() });
    button.append(icon('Reply', 16), 'Reply');
    const open = () => {
      const box = new Compose({
        placeholder: 'Reply',
        conversation: () => this.place,
        info: this.shared.info,
        send: async (text) => this.say(text, root),
        editLast: () => this.editLast(),
        cancel: close,
      });
      foot.replaceChildren(box.element);
      box.put(`@${this.shared.info.bot.name} `, true);
    };
    close();
    const post = { element, replies };
    this.posts.set(root, post);
    this.log.append(element);
    return post;
  }

  /** @param {import('./api.js').ChatEvent} event */
  hear(event) {
    const key =
      event.kind === 'message' || event.kind === 'changed' ? event.message.conversation : event.conversation;
    if (key !== this.conversation) {
      const known = this.shared.info.conversations.find((each) => each.key === key);
      if (
        event.kind === 'message' &&
        event.message.author !== this.person &&
        known?.members.includes(this.person)
      ) {
        this.unread.set(key, (this.unread.get(key) ?? 0) + 1);
        this.drawNav();
      }
    } else if (event.kind === 'message') this.add(event.message);
    else if (event.kind === 'changed') {
      const view = this.views.get(event.message.id);
      view?.change(event.message);
      this.stick();
    } else if (event.kind === 'typing') this.showTyping(true);
    else if (event.state === 'failed') {
      this.views
        .get(event.message)
        ?.fail(`${this.shared.info.bot.name} could not be reached (${event.reason}).`);
    }
  }

  /** Teams shows typing for about three seconds. @param {boolean} on */
  showTyping(on) {
    clearTimeout(this.typingTimer);
    this.typing.replaceChildren();
    if (!on) return;
    this.typing.append(
      el('span', { class: 'dots', 'aria-hidden': 'true' }, el('i'), el('i'), el('i')),
      `${this.shared.info.bot.name} is typing`,
    );
    this.typingTimer = setTimeout(() => this.showTyping(false), 3_000);
  }

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  typingTimer;
}
