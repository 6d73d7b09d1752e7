// Five hundred people in fifty channels: each says something now and then, to whichever replica is next, and reads what comes back.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { channelMessage } from '../../protocol-cloud/activities.ts';
import type { ConnectorStub } from '../../protocol-cloud/connector-stub.ts';
import type { Chance } from '../chaos/chance.ts';

export interface Crowd {
  /** Turns that were taken, by what was said. */
  readonly said: ReadonlyMap<string, number>;
  /** Turns that were not answered with 200, in words. */
  readonly trouble: readonly string[];
  /** ms per turn. */
  readonly times: readonly number[];
}

/** Object id of the nth person, from 0. */
export const personId = (nth: number): string => `c0ffee00-0000-4000-8000-${String(nth).padStart(12, '0')}`;
export const channelId = (nth: number): string => `19:channel-${nth}@thread.tacv2`;

export interface CrowdWish {
  readonly bots: readonly string[];
  readonly connector: Pick<ConnectorStub, 'serviceUrl'>;
  readonly channels: number;
  readonly people: number;
  readonly chance: Chance;
  /** Turns a second, all people together. */
  readonly rate: number;
  readonly until: number;
}

/** What is said, and how often beside the others. Nothing of it may fail. */
const WORDS: readonly (readonly [weight: number, words: (channel: number) => string])[] = [
  [4, () => 'help'],
  [2, () => 'locks'],
  [2, () => 'queue'],
  [2, () => 'subscriptions'],
  [2, () => 'whoami'],
  [2, () => 'help deploy'],
  [1, () => 'version'],
  [1, (channel) => `run job job-${channel + 1}`],
];
const BAG = WORDS.flatMap(([weight, words]) => Array.from({ length: weight }, () => words));

/** One message of one person. @returns ms until the answer */
export const speak = async (
  bot: string,
  serviceUrl: string,
  who: { readonly person: number; readonly channel: number },
  words: string,
): Promise<{ readonly status: number; readonly ms: number }> => {
  const from = performance.now();
  const conversation = channelId(who.channel);
  const response = await fetch(`${bot}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(
      channelMessage(serviceUrl, words, {
        id: randomUUID(),
        from: {
          id: `29:${personId(who.person)}`,
          name: `Person ${who.person}`,
          aadObjectId: personId(who.person),
        },
        conversation: {
          id: `${conversation};messageid=1`,
          conversationType: 'channel',
          isGroup: true,
          tenantId: '22222222-2222-4222-8222-222222222222',
        },
        channelData: {
          tenant: { id: '22222222-2222-4222-8222-222222222222' },
          team: { id: '19:team@thread.tacv2' },
          channel: { id: conversation },
        },
      }),
    ),
  });
  await response.arrayBuffer();
  return { status: response.status, ms: performance.now() - from };
};

/** Speaks at an even rate until the time is over; a turn that is late does not hold up the next. */
export const letThemTalk = async ({
  bots,
  connector,
  channels,
  people,
  chance,
  rate,
  until,
}: CrowdWish): Promise<Crowd> => {
  const said = new Map<string, number>();
  const trouble: string[] = [];
  const times: number[] = [];
  const underWay = new Set<Promise<void>>();
  for (let nth = 0; Date.now() < until; nth += 1) {
    const channel = Math.floor(chance.between(0, channels));
    const person = channel + channels * Math.floor(chance.between(0, people / channels));
    const words = chance.oneOf(BAG)(channel);
    const kind = words.split(' ').slice(0, 2).join(' ');
    const turn = speak(bots[nth % bots.length] ?? '', connector.serviceUrl, { person, channel }, words)
      .then(({ status, ms }) => {
        times.push(ms);
        said.set(kind, (said.get(kind) ?? 0) + 1);
        if (status !== 200) trouble.push(`“${words}”: ${status}`);
      })
      .catch((error: unknown) => {
        trouble.push(`“${words}”: ${String(error)}`);
      })
      .finally(() => underWay.delete(turn));
    underWay.add(turn);
    await sleep(1_000 / rate);
  }
  await Promise.all(underWay);
  return { said, trouble, times };
};
