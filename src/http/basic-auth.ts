// User and password of those who can do no better: the webhooks of Databricks and of Azure DevOps.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { HttpAnswer, HttpRequest } from './route.ts';

export interface Lock {
  readonly user: string | undefined;
  readonly password: string | undefined;
}

export const UNAUTHORIZED: HttpAnswer = {
  status: 401,
  body: { error: 'unauthorized' },
  headers: { 'www-authenticate': 'Basic realm="brickbot"' },
};

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Whether the request brings both; nobody does while either is not configured. Digests are compared, so that neither the time nor the
 * length tells how much was right.
 */
export const admitted = ({ headers }: Pick<HttpRequest, 'headers'>, { user, password }: Lock): boolean => {
  const given = headers['authorization'];
  if (!user || !password || typeof given !== 'string') return false;
  const wanted = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  return timingSafeEqual(digest(given.replace(/^basic /i, 'Basic ')), digest(wanted));
};
