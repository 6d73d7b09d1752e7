// One message on the page: who, when, text, cards with working buttons. It changes in place, and what was typed into its inputs stays.
import { call } from './api.js';
import { avatar } from './avatar.js';
import { drawCard } from './card.js';
import { el } from './dom.js';
import { icon } from './icons.js';
import { markdownToHtml } from './markdown.js';
import { clockTime, fullTime } from './times.js';

const cardType = 'application/vnd.microsoft.card.adaptive';

/**
 * @typedef {object} Setting
 * @property {import('./api.js').Info} info
 * @property {() => import('./api.js').Person} me
 * @property {(message: import('./api.js').Message) => void} edit
 * @property {(message: import('./api.js').Message, text: string) => void} say answers in the same thread
 */

export class MessageView {
  /** @type {Map<number, import('./card.js').DrawnCard>} */
  drawn = new Map();
  /** Cards that only this person's client shows, by attachment index. @type {Map<number, unknown>} */
  own = new Map();
  refreshedAt = 0;

  /**
   * @param {import('./api.js').Message} message
   * @param {Setting} setting
   */
  constructor(message, setting) {
    this.message = message;
    this.setting = setting;
    this.element = el('article', { class: 'message', 'data-message': message.id });
    this.body = el('div', { class: 'message-body' });
    this.tools = el('div', { class: 'message-tools' });
    this.foot = el('div', { class: 'message-foot', role: 'status' });
    this.build();
  }

  get mine() {
    return this.message.author === this.setting.me().key;
  }

  get authorName() {
    const { bot, people } = this.setting.info;
    return this.message.author === 'bot'
      ? bot.name
      : (people.find((person) => person.key === this.message.author)?.name ?? this.message.author);
  }

  build() {
    const { message } = this;
    const bot = message.author === 'bot';
    this.element.classList.toggle('message-own', this.mine);
    this.element.classList.toggle('message-bot', bot);
    this.stamp = el('span', { class: 'message-edited' });
    this.element.replaceChildren(
      el('div', { class: 'message-avatar' }, avatar(this.authorName, bot ? 'bot' : 'person')),
      el(
        'div',
        { class: 'message-main' },
        el(
          'div',
          { class: 'message-head' },
          el('span', { class: 'message-author' }, this.authorName),
          bot && el('span', { class: 'message-app' }, 'App'),
          el(
            'time',
            { title: fullTime(message.at), datetime: new Date(message.at).toISOString() },
            clockTime(message.at),
          ),
          this.stamp,
        ),
        this.body,
        this.foot,
      ),
      this.tools,
    );
    this.fill();
  }

  /** @param {import('./api.js').Message} message the same message, changed by its author */
  change(message) {
    this.message = message;
    // An update is the new truth for everybody; views for one person end with it, and cards ask for a fresh one.
    this.own.clear();
    this.refreshedAt = 0;
    this.fill();
  }

  fill() {
    const { message } = this;
    if (this.stamp) this.stamp.textContent = message.editedAt !== null && !message.deleted ? 'Edited' : '';
    this.element.classList.toggle('message-deleted', message.deleted);
    this.fillTools();
    if (message.deleted) {
      this.drawn.clear();
      this.body.replaceChildren(
        el('div', { class: 'bubble bubble-deleted' }, 'This message has been deleted.'),
      );
      return;
    }
    const keep = [...this.body.querySelectorAll(':scope > .card-box')];
    /** @type {Node[]} */
    const parts = [];
    if (message.text !== '') {
      const text = el('div', { class: 'bubble' });
      if (message.important) text.append(el('div', { class: 'important' }, 'Important!'));
      const words = el('div', { class: 'bubble-text' });
      // The only place where text becomes markup: the safe Markdown writer escapes all of it first.
      words.innerHTML =
        message.author === 'bot' && message.textFormat !== 'plain'
          ? markdownToHtml(message.text)
          : markdownToHtml(message.text.replaceAll(/[\\`*_{}[\]()#+\-.!~|]/g, String.raw`\$&`));
      text.append(words);
      parts.push(text);
    }
    message.attachments.forEach((attachment, index) => {
      if (attachment.contentType === cardType) {
        const box = keep[index] ?? el('div', { class: 'card-box' });
        parts.push(box);
        this.fillCard(/** @type {HTMLElement} */ (box), index, this.own.get(index) ?? attachment.content);
      } else parts.push(this.file(attachment));
    });
    if (message.suggestions.length > 0) {
      parts.push(
        el(
          'div',
          { class: 'suggestions' },
          ...message.suggestions.map((each) =>
            el(
              'button',
              {
                type: 'button',
                class: 'suggestion',
                onclick: () => this.setting.say(this.message, each.value),
              },
              each.title,
            ),
          ),
        ),
      );
    }
    this.body.replaceChildren(...parts);
  }

  /** @param {import('./api.js').Attachment} attachment */
  file(attachment) {
    const address = attachment.contentUrl ?? '';
    if (attachment.contentType.startsWith('image/') && /^(https:|data:image\/)/.test(address)) {
      return el('img', { class: 'picture', src: address, alt: attachment.name ?? 'Picture' });
    }
    return el(
      'div',
      { class: 'bubble bubble-note' },
      attachment.name ?? `An attachment of type ${attachment.contentType}`,
    );
  }

  /** @param {HTMLElement} box @param {number} index @param {unknown} json */
  fillCard(box, index, json) {
    const before = this.drawn.get(index);
    const focus = before?.element.contains(document.activeElement) ? document.activeElement : null;
    const focusAt = focus === null ? -1 : focusable(box).indexOf(/** @type {HTMLElement} */ (focus));
    const drawn = drawCard(
      json,
      {
        press: (action) => void this.press(box, index, action),
        search: (dataset, query) => call('/api/search', { ...this.place(), dataset, query }),
      },
      before?.typed() ?? {},
    );
    this.drawn.set(index, drawn);
    box.classList.toggle('card-box-full', drawn.element.classList.contains('card-full'));
    // Charts measure themselves after they are in the page; until then the box keeps its height, so nothing jumps.
    if (before !== undefined) {
      box.style.minHeight = `${box.offsetHeight}px`;
      requestAnimationFrame(() => requestAnimationFrame(() => box.style.removeProperty('min-height')));
    }
    box.inert = false;
    box.removeAttribute('aria-busy');
    const top = this.body.isConnected ? box.querySelector(':scope > .card') : null;
    if (top === null) box.replaceChildren(drawn.element);
    else top.replaceWith(drawn.element);
    if (focusAt >= 0) focusable(box)[focusAt]?.focus({ preventScroll: true });
    this.refresh(box, index, json);
  }

  place() {
    return { as: this.setting.me().key, in: this.message.conversation, message: this.message.id };
  }

  /**
   * Cards made for some people ask for their view when they come on the screen: at most once a minute.
   * @param {HTMLElement} box @param {number} index @param {any} json
   */
  refresh(box, index, json) {
    const action = json?.refresh?.action;
    const wanted =
      Array.isArray(json?.refresh?.userIds) && json.refresh.userIds.includes(this.setting.me().id);
    if (!wanted || action?.type !== 'Action.Execute' || Date.now() - this.refreshedAt < 60_000) return;
    this.refreshedAt = Date.now();
    void this.ask(action, 'automatic').then((outcome) => {
      if (outcome.kind !== 'card') return;
      this.own.set(index, outcome.card);
      this.fillCard(box, index, outcome.card);
    });
  }

  /** @param {{type: string, id?: string, verb?: string, data?: unknown}} action @param {string} trigger */
  async ask(action, trigger) {
    try {
      return /** @type {import('./api.js').Outcome} */ (
        await call('/api/press', { ...this.place(), action, trigger })
      );
    } catch (error) {
      return /** @type {import('./api.js').Outcome} */ ({
        kind: 'error',
        text: 'Something went wrong. Please try again.',
        detail: String(error),
      });
    }
  }

  /** @param {HTMLElement} box @param {number} index @param {import('./card.js').CardAction} action */
  async press(box, index, action) {
    if (box.inert) return;
    const pressed = focusable(box).indexOf(/** @type {HTMLElement} */ (document.activeElement));
    this.foot.replaceChildren();
    box.inert = true;
    box.setAttribute('aria-busy', 'true');
    const current = this.drawn.get(index);
    const outcome = await this.ask(action, 'manual');
    const changed = this.drawn.get(index) !== current;
    box.inert = false;
    box.removeAttribute('aria-busy');
    if (outcome.kind === 'card') {
      this.own.set(index, outcome.card);
      this.fillCard(box, index, outcome.card);
    }
    if (!changed && pressed >= 0 && document.activeElement === document.body) {
      focusable(box)[pressed]?.focus({ preventScroll: true });
    }
    this.report(outcome);
  }

  /** @param {import('./api.js').Outcome} outcome */
  report(outcome) {
    if (outcome.kind === 'card' || outcome.text === '') return this.foot.replaceChildren();
    const line = el('div', { class: `outcome outcome-${outcome.kind}` });
    if (outcome.kind === 'error') line.append(icon('ErrorCircle', 16));
    line.append(el('span', { title: outcome.kind === 'error' ? outcome.detail : null }, outcome.text));
    if (outcome.kind === 'signIn') {
      line.append(
        el(
          'button',
          {
            type: 'button',
            class: 'link',
            title: outcome.url,
            onclick: () => this.fail('Sign-in is not part of the local chat.'),
          },
          outcome.title,
        ),
      );
    }
    this.foot.replaceChildren(line);
  }

  /** @param {string} text what did not work, shown below */
  fail(text) {
    this.report({ kind: 'error', text, detail: text });
  }

  fillTools() {
    const { message } = this;
    if (!this.mine || message.deleted) return this.tools.replaceChildren();
    this.tools.replaceChildren(
      tool('Edit', 'Edit message', () => this.setting.edit(this.message)),
      tool(
        'Delete',
        'Delete message',
        () => void call('/api/remove', this.place()).catch((error) => this.fail(error.message)),
      ),
    );
  }
}

/** @param {HTMLElement} box @returns {HTMLElement[]} */
const focusable = (box) =>
  [...box.querySelectorAll('button, input, select, textarea, a[href], [tabindex="0"]')].filter(
    (each) => each instanceof HTMLElement,
  );

/** @param {string} name @param {string} label @param {() => void} act */
function tool(name, label, act) {
  const button = el('button', {
    type: 'button',
    class: 'tool',
    'aria-label': label,
    title: label,
    onclick: act,
  });
  button.append(icon(name, 16));
  return button;
}
