// The box one types into: Enter sends, Shift+Enter breaks the line, @ offers people, and the bot's commands are suggested as one types.
import { avatar } from './avatar.js';
import { el } from './dom.js';
import { icon } from './icons.js';

/**
 * @typedef {{label: string, note: string, picture: HTMLElement | null, text: string, from: number}} Choice
 * @typedef {object} ComposeOptions
 * @property {string} placeholder
 * @property {() => import('./api.js').Conversation} conversation
 * @property {import('./api.js').Info} info
 * @property {(text: string) => Promise<void>} send
 * @property {() => void} editLast
 * @property {() => void} [cancel]
 */

let boxes = 0;

export class Compose {
  /** @type {Choice[]} */
  choices = [];
  active = -1;
  /** What sending does instead while a message is edited. @type {((text: string) => Promise<void>) | undefined} */
  editing;

  /** @param {ComposeOptions} options */
  constructor(options) {
    this.options = options;
    this.listId = `choices-${++boxes}`;
    this.list = el('ul', { class: 'choices', role: 'listbox', id: this.listId, 'aria-label': 'Suggestions' });
    this.list.hidden = true;
    this.mirror = el('div', { class: 'compose-mirror', 'aria-hidden': 'true' });
    this.box = /** @type {HTMLTextAreaElement} */ (
      el('textarea', {
        class: 'compose-text',
        rows: 1,
        placeholder: options.placeholder,
        'aria-label': options.placeholder,
        'aria-autocomplete': 'list',
        'aria-controls': this.listId,
        spellcheck: 'false',
        autocomplete: 'off',
      })
    );
    this.note = el('div', { class: 'compose-note', role: 'status' });
    this.sendButton = el('button', {
      type: 'button',
      class: 'tool send',
      'aria-label': 'Send',
      title: 'Send (Enter)',
      onclick: () => void this.send(),
    });
    this.sendButton.append(icon('Send', 20));
    const mention = el('button', {
      type: 'button',
      class: 'tool',
      'aria-label': `Mention ${options.info.bot.name}`,
      title: 'Mention (@)',
      onclick: () => this.insertMention(),
    });
    mention.append(icon('Mention', 20));
    const prompts = el('button', {
      type: 'button',
      class: 'tool',
      'aria-label': 'View commands',
      title: 'What the bot understands',
      onclick: () => this.showAll(),
    });
    prompts.append(icon('Star', 20));
    this.element = el(
      'div',
      { class: 'compose' },
      this.note,
      this.list,
      el(
        'div',
        { class: 'compose-frame' },
        el('div', { class: 'compose-field' }, this.mirror, this.box),
        el('div', { class: 'compose-tools' }, prompts, mention, this.sendButton),
      ),
    );
    this.box.addEventListener('input', () => this.changed());
    this.box.addEventListener('keydown', (event) => this.key(event));
    this.box.addEventListener('scroll', () => {
      this.mirror.scrollTop = this.box.scrollTop;
    });
    this.box.addEventListener('blur', () => setTimeout(() => this.close(), 150));
    this.changed();
  }

  /** @param {string} text @param {boolean} [quiet] without opening suggestions */
  put(text, quiet = false) {
    this.box.value = text;
    this.box.setSelectionRange(text.length, text.length);
    this.box.focus();
    this.changed();
    if (quiet) this.close();
  }

  /** @param {string} text @param {(text: string) => Promise<void>} save */
  edit(text, save) {
    this.editing = save;
    this.put(text, true);
    this.say('Editing a message. Enter saves, Escape leaves it as it was.');
  }

  /** @param {string} text */
  say(text) {
    this.note.textContent = text;
  }

  changed() {
    this.paint();
    this.box.style.height = 'auto';
    this.box.style.height = `${Math.min(160, Math.max(32, this.box.scrollHeight))}px`;
    this.sendButton.toggleAttribute('disabled', this.box.value.trim() === '');
    this.suggest();
    if (this.editing === undefined) this.say(this.hint());
  }

  /** In a chat of several people the bot is deaf to what does not mention it; say so before it is sent. */
  hint() {
    const { conversation, info } = this.options;
    if (conversation().kind === 'personal' || this.box.value.trim() === '') return '';
    const named = this.box.value.toLowerCase().includes(`@${info.bot.name.toLowerCase()}`);
    return named ? '' : `${info.bot.name} hears only messages that mention it: type @`;
  }

  /** Colours the mentions: a copy of the text behind the transparent box. */
  paint() {
    const parts = this.box.value.split(this.namesPattern());
    this.mirror.replaceChildren(
      ...parts.map((part, index) => (index % 2 === 1 ? el('span', { class: 'mention' }, part) : part)),
      '\u200b',
    );
  }

  namesPattern() {
    const names = this.mentionable()
      .flatMap((each) => [each.name, each.name.split(' ')[0] ?? each.name])
      .sort((a, b) => b.length - a.length)
      .map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
    return new RegExp(`(?<=^|\\s)(@(?:${names.join('|')}))(?![\\w-])`, 'iu');
  }

  mentionable() {
    const { info, conversation } = this.options;
    return [
      { name: info.bot.name, note: 'App', kind: /** @type {'bot' | 'person'} */ ('bot') },
      ...info.people
        .filter((person) => conversation().members.includes(person.key))
        .map((person) => ({
          name: person.name,
          note: person.role,
          kind: /** @type {'bot' | 'person'} */ ('person'),
        })),
    ];
  }

  suggest() {
    const before = this.box.value.slice(0, this.box.selectionStart);
    const mention = /(?:^|\s)@([\p{L}\w ]{0,20})$/u.exec(before);
    if (mention !== null) {
      const typed = (mention[1] ?? '').toLowerCase();
      const from = before.length - (mention[1] ?? '').length - 1;
      const found = this.mentionable().filter(
        (each) => each.name.toLowerCase().startsWith(typed) && each.name.toLowerCase() !== typed,
      );
      this.show(
        found.map((each) => ({
          label: each.name,
          note: each.note,
          picture: avatar(each.name, each.kind, 24),
          text: `@${each.name} `,
          from,
        })),
        0,
      );
      return;
    }
    const bare = this.box.value.replace(this.namesPattern(), '').trimStart().replace(/^\//, '');
    if (bare === '' || this.editing !== undefined) return this.close();
    this.show(this.commandChoices(bare.toLowerCase()), -1);
  }

  /** @param {string} typed */
  commandChoices(typed) {
    const { info, conversation } = this.options;
    const prefix = conversation().kind === 'personal' ? '' : `@${info.bot.name} `;
    return info.commands
      .filter((each) => each.title.toLowerCase().startsWith(typed) && each.title.toLowerCase() !== typed)
      .slice(0, 7)
      .map((each) => ({
        label: each.title,
        note: each.description,
        picture: null,
        text: `${prefix}${each.title} `,
        from: 0,
      }));
  }

  showAll() {
    this.box.focus();
    this.show(this.commandChoices(''), 0);
  }

  /** @param {Choice[]} choices @param {number} active */
  show(choices, active) {
    this.choices = choices;
    if (choices.length === 0) return this.close();
    this.list.replaceChildren(
      ...choices.map((choice, index) =>
        el(
          'li',
          {
            role: 'option',
            id: `${this.listId}-${index}`,
            onmousedown: (/** @type {Event} */ event) => {
              event.preventDefault();
              this.choose(choice);
            },
          },
          choice.picture,
          el('span', { class: 'choice-label' }, choice.label),
          el('span', { class: 'choice-note' }, choice.note),
        ),
      ),
    );
    this.list.hidden = false;
    this.highlight(active);
  }

  /** @param {number} index */
  highlight(index) {
    this.active = index < 0 ? -1 : index % this.choices.length;
    [...this.list.children].forEach((item, at) =>
      item.setAttribute('aria-selected', String(at === this.active)),
    );
    if (this.active < 0) this.box.removeAttribute('aria-activedescendant');
    else this.box.setAttribute('aria-activedescendant', `${this.listId}-${this.active}`);
    this.list.children[this.active]?.scrollIntoView({ block: 'nearest' });
  }

  close() {
    this.list.hidden = true;
    this.choices = [];
    this.active = -1;
    this.box.removeAttribute('aria-activedescendant');
  }

  /** @param {Choice} choice */
  choose(choice) {
    const after = this.box.value.slice(this.box.selectionStart);
    this.box.value = this.box.value.slice(0, choice.from) + choice.text + (choice.from === 0 ? '' : after);
    const caret = choice.from + choice.text.length;
    this.box.focus();
    this.box.setSelectionRange(caret, caret);
    this.changed();
    this.close();
  }

  insertMention() {
    const gap = this.box.value === '' || /\s$/.test(this.box.value) ? '' : ' ';
    this.put(`${this.box.value}${gap}@`);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const open = !this.list.hidden;
    if (event.isComposing) return;
    if (open && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      this.highlight(
        this.active < 0
          ? step > 0
            ? 0
            : this.choices.length - 1
          : (this.active + step + this.choices.length) % this.choices.length,
      );
    } else if (
      open &&
      (event.key === 'Tab' || (event.key === 'Enter' && this.active >= 0)) &&
      !event.shiftKey
    ) {
      event.preventDefault();
      const choice = this.choices[Math.max(0, this.active)];
      if (choice !== undefined) this.choose(choice);
    } else if (event.key === 'Escape') {
      if (open) this.close();
      else if (this.editing !== undefined) this.endEdit();
      else this.options.cancel?.();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void this.send();
    } else if (event.key === 'ArrowUp' && this.box.value === '') {
      event.preventDefault();
      this.options.editLast();
    }
  }

  endEdit() {
    this.editing = undefined;
    this.put('', true);
  }

  async send() {
    const text = this.box.value.trim();
    if (text === '') return;
    const act = this.editing ?? this.options.send;
    this.editing = undefined;
    this.put('', true);
    try {
      await act(text);
    } catch (error) {
      this.put(text, true);
      this.say(`Not sent: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
