// The loopback cloud in a process of its own, so that the connector's work is not counted as the bot's.
import { APP_ID, APP_PASSWORD, startCloud, TENANT } from '../test/protocol-cloud/cloud.ts';
import type { CloudHello } from './children/child-settings.ts';

/** Unsigned: nobody here checks the bot's own tokens, but one of the SDKs takes them apart. */
const tokenOf = (nth: number): string =>
  [
    { alg: 'none', typ: 'JWT' },
    { aud: 'https://api.botframework.com', appid: APP_ID, nth },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .concat('')
    .join('.');

const cloud = await startCloud({ record: false, tokenOf });
const { serviceUrl } = cloud.connector;
const { issuer } = cloud;
const now = Math.floor(Date.now() / 1_000);
const forged: CloudHello['forged'] = {
  'signed with a key that the issuer does not list': await issuer.sign(serviceUrl, { signedBy: 'stranger' }),
  'not signed (alg none)': issuer.forge(serviceUrl, 'none'),
  'signed with the public key as a secret (HS256)': issuer.forge(serviceUrl, 'HS256'),
  'expired an hour ago': await issuer.sign(serviceUrl, { claims: { nbf: now - 7_200, exp: now - 3_600 } }),
  'meant for another bot': await issuer.sign(serviceUrl, {
    claims: { aud: '33333333-3333-4333-8333-333333333333' },
  }),
  'of another issuer': await issuer.sign(serviceUrl, { claims: { iss: 'https://elsewhere.example' } }),
  'made for another connector': await issuer.sign('https://elsewhere.example/teams/'),
};
process.on('message', () =>
  process.send?.({ calls: cloud.connector.count(), lastAt: cloud.connector.lastAt() }),
);
process.on('disconnect', () => {
  void cloud.close().then(() => process.exit(0));
});
process.send?.({
  caFile: cloud.local.caFile,
  serviceUrl,
  token: await issuer.sign(serviceUrl),
  forged,
  settings: {
    appId: APP_ID,
    appPassword: APP_PASSWORD,
    tenantId: TENANT,
    loginUrl: cloud.login.authority,
    tokenIssuer: issuer.url,
    openIdMetadataUrl: issuer.metadataUrl,
    serviceUrl,
  },
} satisfies CloudHello);
