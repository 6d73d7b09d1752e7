// A process of its own for suites that race or kill processes. First argument: what to do; second: PostgreSQL address or folder.
import { systemClock } from '../../../src/base/clock.ts';
import { openStore } from '../../../src/store/index.ts';

const [, , task, where = ''] = process.argv;
const target = where.startsWith('postgres') ? { url: where } : { folder: where };

const say = (line: object): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

try {
  const store = await openStore({ ...target, clock: systemClock });
  say({ opened: true });
  if (task === 'commit') {
    // Two rows a transaction, told only after the commit: either both are there for ever, or neither.
    for (let number = 0; ; number += 1) {
      const name = `${process.pid}-${number}`;
      await store.transaction(async (trx) => {
        for (const half of ['a', 'b'])
          await trx
            .insertInto('seen')
            .values({ id: `${name}-${half}`, at: number })
            .execute();
        await store.queue.wake(trx, 'sweep', { key: 'nobody' });
      });
      say({ committed: name });
    }
  }
  if (task === 'take') {
    // Takes a job up and never lets it go.
    await store.queue.work('runs', 1, async ({ key }) => {
      say({ took: key });
      await new Promise(() => {});
    });
  }
  if (task === 'hold' || task === 'take') await new Promise((resolve) => process.stdin.once('data', resolve));
  await store.close();
  process.exit(0);
} catch (error) {
  say({ refused: (error as { code?: string }).code });
  process.exit(3);
}
