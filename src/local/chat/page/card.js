// Draws one Adaptive Card with the renderer from npm, dressed as Teams dresses it. Used by the chat page and by the card gallery alike.
import { registerElements } from './card-elements.js';
import { hostConfig } from './host-config.js';
import { icon } from './icons.js';
import { markdownToHtml } from './markdown.js';
import { registerTypeahead, searchInputType } from './typeahead.js';

/**
 * @typedef {{type: string, id: string, verb: string, data: unknown, title: string}} CardAction
 * @typedef {object} CardHands
 * @property {(action: CardAction) => void} [press] Action.Execute or Action.Submit, with the inputs merged into its data
 * @property {import('./typeahead.js').Search} [search]
 * @typedef {object} DrawnCard
 * @property {HTMLElement} element
 * @property {() => Record<string, string>} typed what the person changed in its inputs, by input id
 */

/** @type {any} */
const renderer = Reflect.get(globalThis, 'AdaptiveCards');

/** Who answers a card's search inputs, by the renderer's own card object. @type {WeakMap<object, CardHands>} */
const handsOf = new WeakMap();

let ready = false;
function prepare() {
  if (ready) return;
  ready = true;
  registerElements(renderer);
  registerTypeahead(renderer, (element) => handsOf.get(element.getRootElement())?.search);
  renderer.AdaptiveCard.onProcessMarkdown = (/** @type {string} */ text, /** @type {any} */ result) => {
    result.outputHtml = markdownToHtml(text);
    result.didProcess = true;
  };
}

/** A picture that is replaced after drawing by the icon of that name. @param {string} name */
const iconPlaceholder = (name) =>
  `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' id='icon-${encodeURIComponent(name)}'/>`;

/**
 * A copy of the card as the renderer wants it: `icon:Name` addresses become placeholders, searching drop-downs get their own type, and
 * values that a person typed before are put back.
 * @param {unknown} node
 * @param {Record<string, string>} typed
 * @returns {unknown}
 */
function translated(node, typed) {
  if (Array.isArray(node)) return node.map((each) => translated(each, typed));
  if (typeof node !== 'object' || node === null) return node;
  /** @type {Record<string, unknown>} */
  const copy = {};
  for (const [name, value] of Object.entries(node)) {
    // Data belongs to the bot; nothing in it is a card element.
    copy[name] = name === 'data' ? value : translated(value, typed);
  }
  if (copy['type'] === 'TextBlock' && typeof copy['text'] === 'string')
    copy['text'] = copy['text'].replace(/<at>(.*?)<\/at>/g, '@$1');
  const address = copy['iconUrl'];
  if (typeof address === 'string' && address.startsWith('icon:'))
    copy['iconUrl'] = iconPlaceholder(address.slice(5));
  if (copy['type'] === 'Input.ChoiceSet' && copy['choices.data'] !== undefined)
    copy['type'] = searchInputType;
  const before = String(copy['type']).startsWith('Input.') ? typed[String(copy['id'])] : undefined;
  if (before !== undefined) copy['value'] = before;
  return copy;
}

/** @param {HTMLElement} element */
function putIcons(element) {
  for (const picture of element.querySelectorAll('img[src^="data:image/svg+xml,<svg"]')) {
    const name = /id='icon-([^']+)'/.exec(picture.getAttribute('src') ?? '')?.[1];
    if (name === undefined) continue;
    const drawn = icon(decodeURIComponent(name), 16);
    drawn.classList.add('button-icon');
    picture.replaceWith(drawn);
  }
}

/**
 * @param {unknown} json the card
 * @param {CardHands} [hands]
 * @param {Record<string, string>} [typed] values to put back into its inputs
 * @returns {DrawnCard}
 */
export function drawCard(json, hands = {}, typed = {}) {
  prepare();
  const card = new renderer.AdaptiveCard();
  handsOf.set(card, hands);
  card.hostConfig = new renderer.HostConfig(hostConfig);
  card.onExecuteAction = (/** @type {any} */ action) => {
    const type = action.getJsonTypeName();
    if (type === 'Action.OpenUrl') {
      if (/^https?:\/\//i.test(action.url ?? '')) window.open(action.url, '_blank', 'noopener,noreferrer');
      return;
    }
    hands.press?.({
      type,
      id: action.id ?? '',
      verb: action.verb ?? '',
      data: action.data,
      title: action.title ?? '',
    });
  };
  card.parse(translated(json, typed));
  const element = /** @type {HTMLElement} */ (card.render() ?? document.createElement('div'));
  element.classList.add('card');
  putIcons(element);
  const full = /** @type {any} */ (json)?.msteams?.width;
  if (String(full).toLowerCase() === 'full') element.classList.add('card-full');
  return {
    element,
    typed: () =>
      Object.fromEntries(
        card
          .getAllInputs()
          .filter(
            (/** @type {any} */ input) =>
              input.id && String(input.value ?? '') !== String(input.defaultValue ?? ''),
          )
          .map((/** @type {any} */ input) => [input.id, String(input.value ?? '')]),
      ),
  };
}
