// `npm run backup [-- FILE]`: the embedded database in one file. Stop the bot first. Exit code 0 written, 2 refused.
import { makeBackup } from '../src/app/backup.ts';
import { describeRefusal } from '../src/base/refusal.ts';

try {
  console.log(`Written to ${await makeBackup(process.env, Date.now(), process.argv[2])}`);
  console.log('It holds everything that brickbot knows: keep it as you keep the database.');
} catch (error) {
  for (const line of describeRefusal(error)) console.error(line);
  process.exitCode = 2;
}
