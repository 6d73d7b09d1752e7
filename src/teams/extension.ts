// The message extension: search from the message box, what was picked there, links that are pasted; and the fields of cards that look
// for values while one types. From an invoke to a question of the finder, and from its answer to the envelope that Teams takes.
import { inLanguage, languageOf, phrase } from '../base/language.ts';
import { SEARCHED, type Searched } from '../commands/choices.ts';
import type { Asker, Finder, Found, Opened } from '../commands/finder.ts';
import { type Finding, SEARCHES, type SearchKind, type Thing } from '../domain/finding.ts';
import { asFields, asId, asText, readLocale, readPerson, readPlace } from './activity.ts';

/** What an invoke of the extension asks. */
export type ExtensionAsk =
  | {
      readonly kind: 'query';
      readonly asker: Asker;
      readonly search: SearchKind;
      readonly query: string;
      readonly skip: number;
      readonly count: number;
    }
  | {
      readonly kind: 'choices';
      readonly asker: Asker;
      readonly dataset: Searched;
      readonly typed: string;
      readonly skip: number;
      readonly count: number;
    }
  | { readonly kind: 'select'; readonly asker: Asker; readonly thing: Thing }
  | { readonly kind: 'link'; readonly asker: Asker; readonly url: string };

const CARD = 'application/vnd.microsoft.card.adaptive';
const PREVIEW = 'application/vnd.microsoft.card.thumbnail';
/** Teams shows 25 hits at once. */
const PAGE = 25;
/** A field shows 15 values at most. */
const FIELD = 15;
const LONGEST_QUERY = 200;
const LONGEST_LINK = 2_048;

/** The question of a `composeExtension/…` invoke; undefined for any other and for one that cannot be read. */
export const readExtension = (body: unknown): ExtensionAsk | undefined => {
  const fields = asFields(body) ?? {};
  const value = asFields(fields['value']) ?? {};
  const [place, person] = [readPlace(fields), readPerson(fields)];
  if (!place || !person) return undefined;
  const asker: Asker = {
    id: asId(fields['id']) ?? `${place.conversationId}:${asText(fields['timestamp']) ?? ''}`,
    person,
    place,
    ...readLocale(fields),
  };
  switch (fields['name']) {
    case 'composeExtension/query': {
      const search = SEARCHES.find((kind) => kind === value['commandId']);
      const options = asFields(value['queryOptions']);
      return (
        search && {
          kind: 'query',
          asker,
          search,
          query: queryIn(value['parameters']),
          skip: whole(options?.['skip'], 0, 1_000),
          count: Math.max(1, whole(options?.['count'], PAGE, PAGE)),
        }
      );
    }
    case 'application/search': {
      const dataset = SEARCHED.find((kind) => kind === value['dataset']);
      const options = asFields(value['queryOptions']);
      return (
        dataset && {
          kind: 'choices',
          asker,
          dataset,
          // Nothing typed yet: the field was opened.
          typed: (asText(value['queryText']) ?? '').slice(0, LONGEST_QUERY),
          skip: whole(options?.['skip'], 0, 1_000),
          count: Math.max(1, whole(options?.['top'], FIELD, FIELD)),
        }
      );
    }
    case 'composeExtension/selectItem': {
      const thing = readThing(value['thing']);
      return thing && { kind: 'select', asker, thing };
    }
    case 'composeExtension/queryLink': {
      const url = asText(value['url']);
      return url && url.length <= LONGEST_LINK ? { kind: 'link', asker, url } : undefined;
    }
    default:
      return undefined;
  }
};

/** When the box opens, Teams sends `initialRun` instead of a query. */
const queryIn = (parameters: unknown): string => {
  const all: readonly unknown[] = Array.isArray(parameters) ? parameters.slice(0, 10) : [];
  const named = all.map(asFields).find((parameter) => parameter?.['name'] === 'query');
  return (asText(named?.['value']) ?? '').slice(0, LONGEST_QUERY).trim();
};

const whole = (value: unknown, otherwise: number, most: number): number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 ? Math.min(value, most) : otherwise;

/** What the client sends back is read like anything from outside: a kind of the closed list, names in the form that they have. */
const readThing = (value: unknown): Thing | undefined => {
  const fields = asFields(value) ?? {};
  const name = (key: string, form: RegExp): string | undefined => {
    const text = asText(fields[key]);
    return text !== undefined && form.test(text) ? text : undefined;
  };
  const run = name('run', /^[0-9a-f]{32}$/);
  const experiment = name('experiment', /^\d{1,30}$/);
  const model = name('model', /^[^\p{Cc}"“”]{1,250}$/u);
  const build = name('build', /^\d{1,12}$/);
  const op = name('op', /^[0-9A-Z]{4,8}$/);
  switch (fields['kind']) {
    case 'experiment-run':
      return run === undefined ? undefined : { kind: 'experiment-run', run };
    case 'experiment':
      return experiment === undefined ? undefined : { kind: 'experiment', experiment };
    case 'model':
      return model === undefined ? undefined : { kind: 'model', model };
    case 'build':
      return build === undefined ? undefined : { kind: 'build', build };
    case 'operation':
      return op === undefined ? undefined : { kind: 'operation', op };
    default:
      return undefined;
  }
};

/** Asks the finder and gives the body of the invoke's answer. Never throws. */
export const answerExtension = (finder: Finder, ask: ExtensionAsk): Promise<unknown> =>
  inLanguage(languageOf(ask.asker.locale), () => answerTo(finder, ask));

const answerTo = async (finder: Finder, ask: ExtensionAsk): Promise<unknown> => {
  switch (ask.kind) {
    case 'query':
      return listBody(
        await finder.find(ask.asker, {
          kind: ask.search,
          query: ask.query,
          skip: ask.skip,
          count: ask.count,
        }),
      );
    case 'choices': {
      const { dataset: kind, typed, skip, count } = ask;
      return fieldBody((await finder.choices(ask.asker, { kind, typed })).slice(skip, skip + count));
    }
    case 'select':
      return cardBody(await finder.open(ask.asker, ask.thing));
    case 'link':
      return linkBody(await finder.unfurl(ask.asker, ask.url));
  }
};

/** What is said to a search that takes too long, in the asker's language. A link stays a link, a field stays empty. */
export const slowBody = ({ asker, kind }: ExtensionAsk): unknown =>
  kind === 'link'
    ? NO_PREVIEW
    : kind === 'choices'
      ? fieldBody([])
      : inLanguage(languageOf(asker.locale), () =>
          sentenceBody(phrase('Databricks takes long to answer. Type a letter more to ask again.')),
        );

const fieldBody = (values: readonly string[]): unknown => ({
  statusCode: 200,
  type: 'application/vnd.microsoft.search.searchResponse',
  value: { results: values.map((value) => ({ title: value, value })) },
});

/** Said in the search box. */
const sentenceBody = (text: string): unknown => ({ composeExtension: { type: 'message', text } });

const listBody = (found: Found): unknown => {
  if (found.kind === 'sentence') return sentenceBody(found.text);
  if (found.findings.length === 0) return sentenceBody(phrase('Nothing found. Try fewer or other words.'));
  return {
    composeExtension: { type: 'result', attachmentLayout: 'list', attachments: found.findings.map(hit) },
  };
};

/** A hit is drawn as its preview; the card is read when the hit is picked, which the `tap` asks for. */
const hit = ({ thing, title, text }: Finding): unknown => {
  const preview = { title: escaped(title), text: escaped(text) };
  return {
    contentType: PREVIEW,
    content: preview,
    preview: { contentType: PREVIEW, content: { ...preview, tap: { type: 'invoke', value: { thing } } } },
  };
};

const cardBody = (opened: Opened): unknown => {
  switch (opened.kind) {
    case 'card':
      return {
        composeExtension: {
          type: 'result',
          attachmentLayout: 'list',
          attachments: [
            {
              contentType: CARD,
              content: opened.card,
              preview: { contentType: PREVIEW, content: { title: escaped(opened.summary) } },
            },
          ],
        },
      };
    case 'sentence':
      return sentenceBody(opened.text);
    case 'nothing':
      return sentenceBody(phrase('It is no longer there.'));
  }
};

/** A link that shows nothing stays a link: an error in somebody's message helps nobody. */
const linkBody = (opened: Opened): unknown => (opened.kind === 'card' ? cardBody(opened) : NO_PREVIEW);
export const NO_PREVIEW = { composeExtension: { type: 'result', attachmentLayout: 'list', attachments: [] } };

/** Thumbnails take a little HTML. */
const escaped = (text: string): string =>
  text.slice(0, 200).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
