// Our side of the benchmark: the product's own road from the socket to the connector, with its token checks.
import { enableCompileCache } from 'node:module';
import { childSettings, reportListening } from './child-settings.ts';
import { HELP_CARD } from './help-card.ts';

enableCompileCache();
const [
  { systemClock },
  { silentLog },
  { messagesRoute },
  { serve },
  { checkRegistration },
  { createTeamsLine },
] = await Promise.all([
  import('../../src/base/clock.ts'),
  import('../../src/base/log.ts'),
  import('../../src/http/messages.ts'),
  import('../../src/http/server.ts'),
  import('../../src/teams/registration.ts'),
  import('../../src/teams/teams.ts'),
]);

const settings = childSettings();
const registration = checkRegistration({
  ...settings,
  appType: 'SingleTenant',
  listenHost: '127.0.0.1',
});
const line = createTeamsLine({ registration, clock: systemClock, log: silentLog });
void line.warmUp();
const edge = line.attach({
  dispatch: async () => ({ kind: 'card', card: HELP_CARD as never, summary: 'Help' }),
  remember: () => {},
  welcome: () => ({ kind: 'silence' }),
});
const serving = await serve({ port: 0, host: '127.0.0.1', routes: [messagesRoute(edge)], log: silentLog });
reportListening(serving.port);
