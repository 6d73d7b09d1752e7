// A small true botbuilder bot for the chat's own tests: it posts, updates its card, answers invokes, and remembers what it was sent.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type Activity,
  type AdaptiveCardInvokeResponse,
  type AdaptiveCardInvokeValue,
  CardFactory,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type InvokeResponse,
  MessageFactory,
  TeamsActivityHandler,
  TurnContext,
} from 'botbuilder';

export type CardMaker = (count: number) => object;

export interface EchoBot {
  readonly url: string;
  /** Everything received, oldest first. */
  readonly heard: Activity[];
  /** Resolves when an activity that satisfies `wanted` has arrived. */
  waitFor(wanted: (activity: Activity) => boolean): Promise<Activity>;
  /** Turns wait for this before they answer. */
  gate: Promise<unknown>;
  close(): Promise<void>;
}

const cardReply = (card: object): AdaptiveCardInvokeResponse => ({
  statusCode: 200,
  type: 'application/vnd.microsoft.card.adaptive',
  value: card as Record<string, unknown>,
});

/** Starts it on a free port of loopback, without credentials. */
export async function startEchoBot(makeCard: CardMaker): Promise<EchoBot> {
  const heard: Activity[] = [];
  const waiting = new Set<(activity: Activity) => void>();
  const counts = new Map<string, number>();
  const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
  // A chat may be closed while a turn still runs; its last send then fails, which is nobody's fault.
  adapter.onTurnError = async () => undefined;

  class Bot extends TeamsActivityHandler {
    constructor() {
      super();
      this.onMessage(async (context, next) => {
        const text =
          TurnContext.removeRecipientMention(context.activity)?.trim() ?? context.activity.text ?? '';
        if (context.activity.value !== undefined) {
          await context.sendActivity(`submitted ${JSON.stringify(context.activity.value)}`);
        } else if (text === 'card') {
          await context.sendActivity({
            type: 'message',
            summary: 'A card',
            attachments: [CardFactory.adaptiveCard(makeCard(0))],
          });
        } else if (text === 'view') {
          // A base card for all, and a view of its own for the person who asked.
          const body = [{ type: 'TextBlock', text: 'Nothing for you here' }];
          const action = { type: 'Action.Execute', verb: 'view' };
          const refresh = { action, userIds: [context.activity.from.id] };
          const card = { type: 'AdaptiveCard', version: '1.5', body, refresh };
          await context.sendActivity({ type: 'message', attachments: [CardFactory.adaptiveCard(card)] });
        } else if (text === 'type') await context.sendActivity({ type: 'typing' });
        else if (text === 'both') {
          await context.sendActivity(
            MessageFactory.attachment(CardFactory.adaptiveCard(makeCard(0)), 'with text'),
          );
        } else await context.sendActivity(`echo: ${text}`);
        await next();
      });
      this.onInstallationUpdateAdd(async (context, next) => {
        await context.sendActivity('Welcome!');
        await next();
      });
    }

    protected override async onInvokeActivity(context: TurnContext): Promise<InvokeResponse> {
      if (context.activity.name === 'application/search') {
        const query = String((context.activity.value as { queryText?: string }).queryText ?? '');
        const results = ['main', 'feature-x', 'feature-broken']
          .filter((name) => name.includes(query))
          .map((name) => ({ title: name, value: name }));
        return {
          status: 200,
          body: {
            statusCode: 200,
            type: 'application/vnd.microsoft.search.searchResponse',
            value: { results },
          },
        };
      }
      const response = await super.onInvokeActivity(context);
      // The library copies the logical status onto HTTP; the protocol wants 200. One verb keeps the library's way, to show what follows.
      const verb = (context.activity.value as { action?: { verb?: string } }).action?.verb;
      return context.activity.name === 'adaptiveCard/action' && verb !== 'stock-refuse'
        ? { ...response, status: 200 }
        : response;
    }

    protected override async onAdaptiveCardInvoke(
      context: TurnContext,
      value: AdaptiveCardInvokeValue,
    ): Promise<AdaptiveCardInvokeResponse> {
      const id = String(context.activity.replyToId);
      if (value.action.verb === 'refuse' || value.action.verb === 'stock-refuse') {
        return {
          statusCode: 403,
          type: 'application/vnd.microsoft.error',
          value: { code: 'Forbidden', message: 'You may not do this' },
        };
      }
      if (value.action.verb === 'view') {
        const body = [{ type: 'TextBlock', text: `For ${context.activity.from.name} only` }];
        return cardReply({ type: 'AdaptiveCard', version: '1.5', body });
      }
      if (value.action.verb === 'tell') {
        return {
          statusCode: 200,
          type: 'application/vnd.microsoft.activity.message',
          value: 'Noted' as unknown as Record<string, unknown>,
        };
      }
      const count = (counts.get(id) ?? 0) + 1;
      counts.set(id, count);
      const card = makeCard(count);
      await context.updateActivity({ type: 'message', id, attachments: [CardFactory.adaptiveCard(card)] });
      return cardReply(card);
    }
  }

  const bot = new Bot();
  const parts = { gate: Promise.resolve() as Promise<unknown> };
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Activity;
    heard.push(body);
    for (const tell of waiting) tell(body);
    await parts.gate;
    const headers: Record<string, string> = {};
    const reply = {
      socket: response.socket,
      status(code: number) {
        response.statusCode = code;
        return reply;
      },
      header(name: string, value: string) {
        headers[name] = value;
        return reply;
      },
      send(content?: unknown) {
        response.setHeader('content-type', 'application/json');
        response.end(
          content === undefined ? '' : typeof content === 'string' ? content : JSON.stringify(content),
        );
        return reply;
      },
      end() {
        if (!response.writableEnded) response.end();
        return reply;
      },
    };
    await adapter.process(
      { body, headers: request.headers, method: 'POST' } as never,
      reply as never,
      (context) => bot.run(context),
    );
  }
  const server = createServer((request, response) => {
    void answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(parts, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`,
    heard,
    waitFor(wanted: (activity: Activity) => boolean) {
      const there = heard.find(wanted);
      if (there !== undefined) return Promise.resolve(there);
      return new Promise<Activity>((resolve) => {
        const tell = (activity: Activity): void => {
          if (!wanted(activity)) return;
          waiting.delete(tell);
          resolve(activity);
        };
        waiting.add(tell);
      });
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  });
}
