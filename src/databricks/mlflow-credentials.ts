// How to be known to an MLflow server that is no workspace: a token, name and password, or nothing. The names of the settings are those
// of MLflow's own client. A workspace's token never goes there.
import type { Credentials } from './credentials.ts';

export interface MlflowSettings {
  readonly token?: string | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
}

export const mlflowCredentials = ({ token, username, password }: MlflowSettings): Credentials => {
  if (username && password) {
    const pair = Buffer.from(`${username}:${password}`, 'utf8').toString('base64');
    return { kind: 'basic', scheme: 'Basic', token: async () => pair };
  }
  return token
    ? { kind: 'pat', token: async () => token }
    : { kind: 'none', scheme: 'none', token: async () => '' };
};
