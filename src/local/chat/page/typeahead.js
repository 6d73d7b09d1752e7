// Input.ChoiceSet with a Data.Query: a text box that asks the bot for choices while one types (invoke application/search).
import { el } from './dom.js';

/** The name under which card.js hands such an input to the renderer. */
export const searchInputType = 'Input.ChoiceSet.Search';

/** @typedef {(dataset: string, query: string) => Promise<{title: string, value: string}[]>} Search */

let counter = 0;

/**
 * @param {any} cards the renderer's global `AdaptiveCards`
 * @param {(element: any) => Search | undefined} searchOf finds who answers for the card that the input is in
 */
export function registerTypeahead(cards, searchOf) {
  class SearchInput extends cards.Input {
    source = /** @type {Record<string, any>} */ ({});
    chosen = { title: '', value: '' };
    box = /** @type {HTMLInputElement | undefined} */ (undefined);
    asked = 0;

    getJsonTypeName() {
      return searchInputType;
    }
    /** @param {Record<string, any>} source @param {unknown} context */
    internalParse(source, context) {
      super.internalParse(source, context);
      this.source = source;
      const value = String(source['value'] ?? '');
      const known = (source['choices'] ?? []).find((/** @type {any} */ each) => each?.value === value);
      this.chosen = { title: String(known?.title ?? value), value };
    }
    get value() {
      return this.box !== undefined && this.box.value !== this.chosen.title
        ? this.box.value
        : this.chosen.value;
    }
    isSet() {
      return this.value !== '';
    }
    focus() {
      this.box?.focus();
    }
    /** The renderer labels the element that it was given; the label belongs to the box inside. */
    updateInputControlAriaLabelledBy() {
      super.updateInputControlAriaLabelledBy();
      const outer = this.renderedInputControlElement;
      const labels = outer?.getAttribute('aria-labelledby');
      if (labels) this.box?.setAttribute('aria-labelledby', labels);
      outer?.removeAttribute('aria-labelledby');
    }
    internalRender() {
      const listId = `typeahead-${++counter}`;
      const list = el('ul', { class: 'typeahead-list', role: 'listbox', id: listId });
      list.hidden = true;
      const box = /** @type {HTMLInputElement} */ (
        el('input', {
          class: 'ac-input ac-textInput',
          type: 'text',
          role: 'combobox',
          autocomplete: 'off',
          'aria-autocomplete': 'list',
          'aria-expanded': 'false',
          'aria-controls': listId,
          placeholder: this.source['placeholder'],
        })
      );
      box.value = this.chosen.title;
      this.box = box;
      let active = -1;
      const close = () => {
        list.hidden = true;
        active = -1;
        box.setAttribute('aria-expanded', 'false');
        box.removeAttribute('aria-activedescendant');
      };
      /** @param {{title: string, value: string}} choice */
      const choose = (choice) => {
        this.chosen = choice;
        box.value = choice.title;
        close();
        this.valueChanged();
      };
      /** @param {number} index */
      const highlight = (index) => {
        const items = [...list.querySelectorAll('[role=option]')];
        active = items.length === 0 ? -1 : (index + items.length) % items.length;
        items.forEach((item, at) => item.setAttribute('aria-selected', String(at === active)));
        if (active >= 0) box.setAttribute('aria-activedescendant', `${listId}-${active}`);
        items[active]?.scrollIntoView({ block: 'nearest' });
      };
      /** @param {(Node | string)[]} children */
      const show = (...children) => {
        list.replaceChildren(...children);
        list.hidden = false;
        box.setAttribute('aria-expanded', 'true');
        list.scrollIntoView({ block: 'nearest' });
      };
      const ask = async () => {
        const turn = ++this.asked;
        const search = searchOf(this);
        const wanted = box.value === this.chosen.title && this.chosen.value !== '' ? '' : box.value;
        if (list.hidden) show(el('li', { class: 'typeahead-note' }, 'Searching…'));
        try {
          const own = (this.source['choices'] ?? []).filter((/** @type {any} */ each) =>
            String(each?.title).toLowerCase().includes(wanted.toLowerCase()),
          );
          const found = await search?.(String(this.source['choices.data']?.dataset ?? ''), wanted);
          if (turn !== this.asked) return;
          const choices = [...own, ...(found ?? [])].slice(0, 15);
          if (choices.length === 0) show(el('li', { class: 'typeahead-note' }, 'No results'));
          else {
            show(
              ...choices.map((choice, index) =>
                el(
                  'li',
                  {
                    role: 'option',
                    id: `${listId}-${index}`,
                    'aria-selected': 'false',
                    onmousedown: (/** @type {Event} */ event) => {
                      event.preventDefault();
                      choose(choice);
                    },
                  },
                  choice.title,
                ),
              ),
            );
            active = -1;
          }
        } catch {
          if (turn === this.asked) show(el('li', { class: 'typeahead-note' }, 'The search did not answer'));
        }
      };
      box.addEventListener('focus', () => void ask());
      box.addEventListener('input', () => {
        this.valueChanged();
        void ask();
      });
      box.addEventListener('blur', close);
      box.addEventListener('keydown', (event) => {
        if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
          event.preventDefault();
          if (list.hidden) void ask();
          else highlight(active + (event.key === 'ArrowDown' ? 1 : -1));
        } else if (event.key === 'Enter' && active >= 0) {
          event.preventDefault();
          event.stopPropagation();
          list.querySelectorAll('[role=option]')[active]?.dispatchEvent(new MouseEvent('mousedown'));
        } else if (event.key === 'Escape' && !list.hidden) {
          event.stopPropagation();
          close();
        }
      });
      return el('div', { class: 'typeahead' }, box, list);
    }
  }
  cards.GlobalRegistry.elements.register(searchInputType, SearchInput);
}
