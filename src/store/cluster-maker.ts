// A process of its own: makes an empty database in the folder that it is given, and ends; also when whoever started it is gone.
import { PGlite } from '@electric-sql/pglite';
import { folderParameters } from './durable-folder.ts';

process.once('disconnect', () => process.exit(1));
const [folder = ''] = process.argv.slice(2);
const pglite = await PGlite.create(folderParameters(folder));
await pglite.close();
process.exit(0);
