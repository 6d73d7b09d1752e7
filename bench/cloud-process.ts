// The loopback cloud in a process of its own, so that the connector's work is not counted as the bot's.
import { APP_ID, APP_PASSWORD, startCloud, TENANT } from '../test/protocol-cloud/cloud.ts';

const cloud = await startCloud({ record: false });
const { serviceUrl } = cloud.connector;
const token = await cloud.issuer.sign(serviceUrl);
process.on('message', () =>
  process.send?.({ calls: cloud.connector.count(), lastAt: cloud.connector.lastAt() }),
);
process.on('disconnect', () => {
  void cloud.close().then(() => process.exit(0));
});
process.send?.({
  caFile: cloud.local.caFile,
  serviceUrl,
  token,
  settings: {
    appId: APP_ID,
    appPassword: APP_PASSWORD,
    tenantId: TENANT,
    loginUrl: cloud.login.authority,
    tokenIssuer: cloud.issuer.url,
    openIdMetadataUrl: cloud.issuer.metadataUrl,
  },
});
