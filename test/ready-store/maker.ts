// Makes the database that suites copy, in the folder that it is given: as a data folder, and as a dump for memory.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { systemClock } from '../../src/base/clock.ts';
import { folderParameters } from '../../src/store/durable-folder.ts';
import { openStore } from '../../src/store/index.ts';

const [folder = ''] = process.argv.slice(2);
const store = await openStore({ folder, clock: systemClock });
await store.maintain();
await store.close();
const pglite = await PGlite.create(folderParameters(join(folder, 'database')));
const dump = await pglite.dumpDataDir('none');
writeFileSync(join(folder, 'dump.tar'), Buffer.from(await dump.arrayBuffer()));
await pglite.close();
