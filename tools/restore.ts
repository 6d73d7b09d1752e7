// `npm run restore -- FILE`: puts a back-up in place of the embedded database. Stop the bot first. Exit code 0 restored, 2 refused.
import { restoreBackup } from '../src/app/backup.ts';
import { describeRefusal } from '../src/base/refusal.ts';

const [, , file] = process.argv;
try {
  if (file === undefined) throw new Error('Say which file: npm run restore -- FILE');
  const { rows, keptAs } = await restoreBackup(process.env, Date.now(), file);
  console.log(
    `Restored. ${rows} rows of the audit trail were followed from the first to the last; it is whole.`,
  );
  if (keptAs !== undefined)
    console.log(`The database before it is kept as ${keptAs}; delete it when you are sure.`);
} catch (error) {
  for (const line of describeRefusal(error)) console.error(line);
  process.exitCode = 2;
}
