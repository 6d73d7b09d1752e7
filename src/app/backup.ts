// Back-up and restore as commands: where the database is comes from the settings, and a back-up counts only with its audit trail whole.
import { join } from 'node:path';
import { parseSettings } from '../base/config/settings.ts';
import { Fault } from '../base/errors.ts';
import { verifyChain } from '../services/audit/verify.ts';
import { backUp, restore } from '../store/backup.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Rows of the trail that are read at once. */
const PAGE = 1_000;

const folderOf = (environment: Environment): string => {
  const { settings } = parseSettings(environment, () => '');
  if (settings.DATABASE_URL !== undefined)
    throw new Fault('backup-unusable', {
      changed: 'no',
      facts: { file: 'of PostgreSQL', problem: 'it is made and restored with pg_dump and pg_restore' },
    });
  return join(settings.BRICKBOT_DATA, 'store');
};

const stampOf = (now: number): string => new Date(now).toISOString().replaceAll(/[:.]/g, '-');

/** Writes a back-up and gives its file. @param file `<data>/backups/<instant>.tar.gz` when absent */
export const makeBackup = async (environment: Environment, now: number, file?: string): Promise<string> => {
  const folder = folderOf(environment);
  const target = file ?? join(folder, '..', 'backups', `${stampOf(now)}.tar.gz`);
  await backUp(folder, target);
  return target;
};

/** Puts a back-up in place. Gives how many rows of the audit trail were followed, and where the database before it is kept. */
export const restoreBackup = async (
  environment: Environment,
  now: number,
  file: string,
): Promise<{ readonly rows: number; readonly keptAs: string | undefined }> => {
  const { report, keptAs } = await restore(folderOf(environment), file, stampOf(now), async (db) => {
    const followed = await verifyChain(db, PAGE);
    if (followed.fault)
      throw new Fault('backup-unusable', {
        changed: 'no',
        facts: { file, problem: `its audit trail is damaged at row ${followed.fault.seq}` },
      });
    return followed;
  });
  return { rows: report.rows, keptAs };
};
