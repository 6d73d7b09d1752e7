// A reply of a turn: tried again where that cannot double it, and given up before Teams loses patience with the turn. What
// must not be lost goes through the outbox instead.
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Message } from '../domain/delivery.ts';
import type { Place } from '../domain/place.ts';
import type { Connector } from './connector.ts';

/** Pauses before the second, third and fourth attempt, in ms; together well under the 15 s that Teams waits. */
const PAUSES = [250, 1_000, 2_500] as const;
const LONGEST_PAUSE = 4_000;

/** Sends a reply; never throws. What could not be sent is told to the log. */
export const sendReply = async (
  connector: Pick<Connector, 'post'>,
  place: Place,
  message: Message,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Promise<void> => {
  for (let attempt = 0; ; attempt++) {
    const outcome = await connector.post(place, message);
    if (outcome.kind === 'sent') return;
    const pause = PAUSES[attempt];
    const again = outcome.kind === 'retry' || outcome.kind === 'throttled';
    const asked = outcome.kind === 'throttled' ? (outcome.retryAfterMs ?? 0) : 0;
    if (!again || pause === undefined || asked > LONGEST_PAUSE) {
      const why = 'why' in outcome ? outcome.why : undefined;
      log.warn({ outcome: outcome.kind, why, attempts: attempt + 1 }, 'a reply was not delivered');
      return;
    }
    await clock.sleep(Math.max(pause, asked));
  }
};
