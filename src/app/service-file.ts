import { join } from 'node:path';

/** Where the command line finds a running bot: its address and a key, in a file that only its owner can read. */
export const serviceFile = (data: string): string => join(data, 'service.json');
