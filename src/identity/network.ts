// msal's own network layer has no time-out for posts; this one has, goes over got, and never follows a redirect with a secret.
import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';

const TIMEOUT = 10_000;

/** What msal sends its requests over. Answers of 4xx and 5xx are answers: msal reads them. */
export const msalNetwork = (timeoutMs = TIMEOUT): INetworkModule => {
  const call = async <Body>(
    method: 'GET' | 'POST',
    url: string,
    { headers = {}, body }: NetworkRequestOptions = {},
  ): Promise<NetworkResponse<Body>> => {
    // Late: the first answer needs no client for other systems.
    const { default: got } = await import('got');
    const answer = await got(url, {
      method,
      headers,
      ...(body !== undefined && { body }),
      responseType: 'text',
      throwHttpErrors: false,
      followRedirect: false,
      timeout: { request: timeoutMs },
      retry: { limit: 0 },
    }).catch((error: unknown) => {
      // The error holds the request, and with it the secret.
      throw Object.assign(new Error('no answer'), {
        errorCode: 'network_error',
        code: (error as { code?: string }).code,
      });
    });
    const single = Object.entries(answer.headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value] as const] : [],
    );
    return {
      headers: Object.fromEntries(single),
      status: answer.statusCode,
      body: jsonOf(answer.body) as Body,
    };
  };
  return {
    sendGetRequestAsync: (url, options) => call('GET', url, options),
    sendPostRequestAsync: (url, options) => call('POST', url, options),
  };
};

/** A proxy's page is no JSON; msal then finds nothing of what it looks for and refuses. */
const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
};
