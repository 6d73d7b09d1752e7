// Before anybody is measured: each bot answers the good token and refuses every forged one. A bot that checked less would be faster for
// nothing.
import { BOTS, type Bot, repliesOf, type Sky, startBot, targetOf } from './bots.ts';
import { activityOf, openPool, send } from './load.ts';

/** Names of the forgeries that every bot refused. @throws when a bot takes a forged token, or does not take the good one */
export const proveTokenChecks = async (sky: Sky, bots: readonly Bot[] = BOTS): Promise<readonly string[]> => {
  const { token, forged, serviceUrl } = sky.hello;
  for (const bot of bots) {
    // The SDKs tell standard error of every refusal.
    const child = await startBot(bot, sky, { quiet: true });
    const pool = openPool(targetOf(child, sky).port, 1);
    try {
      const before = (await repliesOf(sky)).calls;
      const good = await send(pool, token, activityOf('message', serviceUrl));
      const answered = (await repliesOf(sky)).calls - before;
      if (good !== 200 || answered !== 1)
        throw new Error(`${bot.name}: the good token brought ${good} and ${answered} replies`);
      for (const [fault, bad] of [...Object.entries(forged), ['absent', undefined] as const]) {
        const status = await send(pool, bad, activityOf('message', serviceUrl));
        const replies = (await repliesOf(sky)).calls - before - answered;
        if (status < 400 || replies > 0)
          throw new Error(`${bot.name}: a token ${fault} brought ${status} and ${replies} replies`);
      }
    } finally {
      await pool.close();
      await child.stop();
    }
  }
  return [...Object.keys(forged), 'absent'];
};
