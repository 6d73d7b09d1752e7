// Joins the Teams edge and the web server with the house.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { isCollected } from '../base/config/telemetry-settings.ts';
import type { Answer } from '../commands/answer.ts';
import type { Sender } from '../domain/delivery.ts';
import type { Place } from '../domain/place.ts';
import { azureWebhookRoutes } from '../http/azure-webhooks.ts';
import { galleryRoute, type Look } from '../http/gallery.ts';
import { healthRoutes } from '../http/health.ts';
import { messagesRoute } from '../http/messages.ts';
import { metricsRoute } from '../http/metrics.ts';
import { registryWebhookRoute } from '../http/registry-webhooks.ts';
import { serve } from '../http/server.ts';
import { terminalRoutes } from '../http/terminal.ts';
import { countedDoors } from '../http/webhook-counts.ts';
import { webhookRoute } from '../http/webhooks.ts';
import type { VitalSigns } from '../store/vital-signs.ts';
import { createTeamsLine } from '../teams/teams.ts';
import type { House } from './house.ts';
import { checkSignIn } from './identity.ts';
import { readinessOf } from './readiness.ts';
import { listenHost, registrationOf } from './registration.ts';
import { serviceFile } from './service-file.ts';
import { signInsOf } from './sign-ins.ts';
import type { Telemetry } from './telemetry.ts';

export interface Edges {
  readonly url: string;
  readonly sender: Sender;
  /** Resolves when nobody waits for the answer of a turn. */
  quiet(): Promise<void>;
  /** Begins to tell of what the house does; `/metrics` answers before. */
  listen(): Promise<void>;
  /** Tells the last of it, while the store can still be asked. */
  fallSilent(): Promise<void>;
  /** Takes no new requests; turns under way end. */
  stopListening(): Promise<void>;
  close(): Promise<void>;
}

/** Ms that turns under way get to end when the process is told to stop. */
const TURNS_END_WITHIN = 7_000;

export const openEdges = async ({
  house,
  demo,
  key,
  welcome,
  gallery,
}: {
  house: House;
  demo: boolean;
  key: string;
  welcome: (place: Place) => Answer;
  gallery: ((look: Look) => string) | undefined;
}): Promise<Edges> => {
  const { config, clock, log } = house;
  const { settings } = config;
  const host = listenHost(config, demo);
  const registration = registrationOf(config, demo);
  if (registration.kind === 'registered') checkSignIn(config);
  const line = createTeamsLine({ registration, clock, log });
  house.members.askBy((place, personId) => line.connector.member(place, personId));
  // Keys and token are fetched ahead, so that the first message does not wait for them.
  void line.warmUp();
  const edge = line.attach({
    dispatch: house.dispatch,
    finder: house.finder,
    remember: async (place, person) => {
      const { store } = await house.open();
      const { rememberConversation } = await import('../store/conversations.ts');
      await rememberConversation(store.db, place, {
        ...(person && { personId: person.id }),
        now: clock.now(),
      });
    },
    forget: async ({ conversationId }) => {
      const { store } = await house.open();
      const { conversationGone } = await import('../store/conversations.ts');
      await conversationGone(store.db, conversationId, clock.now());
    },
    welcome,
    ...(line.signIn && { signIns: signInsOf(house, line.signIn) }),
  });
  let opened: Promise<Telemetry> | undefined;
  const telemetry = (): Promise<Telemetry> => {
    opened ??= import('./telemetry.ts').then(({ openTelemetry }) =>
      openTelemetry({ settings, log, webhooks: webhooks.counts, vitalSigns: () => vitalSignsOf(house) }),
    );
    return opened;
  };
  const lock = { user: settings.BRICKBOT_WEBHOOK_USER, password: settings.BRICKBOT_WEBHOOK_PASSWORD };
  const webhooks = countedDoors([
    webhookRoute({ ...lock, hint: (runId) => house.hint(runId) }),
    ...azureWebhookRoutes({
      ...lock,
      hint: async (build) => {
        const { pipelines, promotions } = (await house.open()).services;
        await pipelines.hint(build);
        await promotions.hint();
      },
      check: async (call) => (await house.open()).services.pipelines.check(call),
    }),
    registryWebhookRoute({
      secret: settings.BRICKBOT_REGISTRY_WEBHOOK_SECRET,
      now: () => clock.now(),
      hint: (model) => house.registryHint(model),
    }),
  ]);
  const serving = await serve({
    port: settings.PORT,
    host,
    log,
    thisMachineOnly: registration.kind === 'demo',
    grace: TURNS_END_WITHIN,
    routes: [
      messagesRoute(edge),
      ...terminalRoutes({ key, dispatch: house.dispatch, follow: house.follow, paint: house.paint }),
      ...webhooks.routes,
      ...(gallery && settings.NODE_ENV !== 'production' ? [galleryRoute(gallery)] : []),
      metricsRoute(async () => (await telemetry()).scrape(), clock),
      ...healthRoutes(readinessOf(house, line), clock),
    ],
  });
  const file = serviceFile(settings.BRICKBOT_DATA);
  mkdirSync(settings.BRICKBOT_DATA, { recursive: true, mode: 0o700 });
  writeFileSync(file, JSON.stringify({ url: `http://127.0.0.1:${serving.port}`, key, pid: process.pid }), {
    mode: 0o600,
  });
  // Where a collector waits, nothing is to be missed; elsewhere the instruments come once the house is at work.
  if (isCollected(settings)) void telemetry();
  return {
    url: serving.url,
    listen: async () => {
      await telemetry();
    },
    sender: line.connector,
    quiet: () => edge.quiet(),
    stopListening: async () => {
      rmSync(file, { force: true });
      await serving.close();
      await edge.idle();
    },
    fallSilent: async () => {
      await (await opened)?.close();
    },
    close: () => line.close(),
  };
};

const vitalSignsOf = async (house: House): Promise<VitalSigns> => {
  const { readVitalSigns } = await import('../store/vital-signs.ts');
  return readVitalSigns((await house.open()).store.db, house.clock.now());
};
