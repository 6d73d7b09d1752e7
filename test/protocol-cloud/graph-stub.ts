// Microsoft Graph as far as brickbot asks it: accounts and transitive memberships, with faults and a count of what was asked.
import { createServer } from 'node:http';
import { answerJson, bodyOf, listen, shut } from './listening.ts';

export interface GraphAccount {
  enabled?: boolean;
  guest?: boolean;
  readonly upn?: string;
  readonly mail?: string;
  readonly name?: string;
  readonly groups: string[];
}

export interface GraphStub {
  readonly url: string;
  /** By object id; change it and the next answer has changed. */
  readonly people: Map<string, GraphAccount>;
  /** Tokens that came with the requests. */
  readonly tokens: string[];
  readonly asked: string[];
  /** Status of every answer from now on; undefined: well again. `hang`: no answer. */
  fail(how: number | 'hang' | 'gibberish' | undefined): void;
  close(): Promise<void>;
}

export const startGraph = async (): Promise<GraphStub> => {
  const people = new Map<string, GraphAccount>();
  const tokens: string[] = [];
  const asked: string[] = [];
  let fault: number | 'hang' | 'gibberish' | undefined;
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      tokens.push(request.headers.authorization ?? '');
      asked.push(`${request.method} ${request.url}`);
      if (fault === 'hang') return undefined;
      if (fault === 'gibberish') return response.end('<html>');
      if (fault !== undefined) return answerJson(response, fault, { error: { code: 'no' } });
      const [, group] =
        /^\/v1\.0\/groups\/([^/?]+)\/transitiveMembers\/microsoft\.graph\.user\?/.exec(request.url ?? '') ??
        [];
      if (group !== undefined) {
        // As Graph does: whoever narrows the list to users has to say that it may lag behind, and counts.
        const told =
          request.headers['consistencylevel'] === 'eventual' && request.url?.includes('$count=true');
        if (!told) return answerJson(response, 400, { error: { code: 'Request_UnsupportedQuery' } });
        const most = Number(/\$top=(\d+)/.exec(request.url ?? '')?.[1] ?? 100);
        const inside = [...people].filter(([, { groups }]) => groups.includes(group));
        return answerJson(response, 200, {
          value: inside.slice(0, most).map(([id, each]) => userOf(id, each)),
        });
      }
      const [, id = '', call] =
        /^\/v1\.0\/users\/([^/?]+)(\/checkMemberGroups)?/.exec(request.url ?? '') ?? [];
      const named = decodeURIComponent(id);
      const [key = named, account] =
        [...people].find(([personId, { upn }]) => personId === named || upn === named) ?? [];
      if (!account) return answerJson(response, 404, { error: { code: 'Request_ResourceNotFound' } });
      if (!call) return answerJson(response, 200, userOf(key, account));
      const { groupIds } = JSON.parse(body) as { groupIds: string[] };
      if (groupIds.length > 20) return answerJson(response, 400, { error: { code: 'Request_BadRequest' } });
      return answerJson(response, 200, { value: groupIds.filter((group) => account.groups.includes(group)) });
    });
  });
  return {
    url: `http://127.0.0.1:${await listen(server)}`,
    people,
    tokens,
    asked,
    fail: (how) => {
      fault = how;
    },
    close: () => shut(server),
  };
};

const userOf = (id: string, account: GraphAccount): object => ({
  id,
  displayName: account.name ?? null,
  accountEnabled: account.enabled ?? true,
  userType: account.guest ? 'Guest' : 'Member',
  userPrincipalName: account.upn ?? null,
  mail: account.mail ?? null,
});
