// A PGlite folder whose commits reach the disk. As it comes, PGlite starts PostgreSQL without fsync and its file layer has
// no fsync operation, so a commit would survive a killed process and not a power loss.
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/** The part of Emscripten's file layer that is touched. */
interface NodeFileLayer {
  readonly NODEFS: {
    readonly stream_ops: { fsync?: (stream: { readonly nfd?: number; readonly node: unknown }) => number };
    realPath(node: unknown): string;
  };
}

export class DurableFolder extends NodeFS {
  override async init(...[engine, options]: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const started = await super.init(engine, options);
    const hooks = started.emscriptenOpts.preRun as unknown as ((module: NodeFileLayer) => void)[];
    hooks.push(({ NODEFS }) => {
      NODEFS.stream_ops.fsync = ({ nfd, node }) => {
        if (nfd !== undefined) {
          fsyncSync(nfd);
          return 0;
        }
        // A directory has no descriptor there; it is opened for the purpose.
        const directory = openSync(NODEFS.realPath(node), 'r');
        try {
          fsyncSync(directory);
        } finally {
          closeSync(directory);
        }
        return 0;
      };
    });
    return started;
  }
}

/** Small memory, a bounded write-ahead log: 205 MB resident in place of 450 (measured). */
const SMALL = ['-c', 'shared_buffers=16MB', '-c', 'max_wal_size=64MB', '-c', 'min_wal_size=32MB'];

const DURABLE = ['-c', 'fsync=on', '-c', 'wal_sync_method=fsync', '-c', 'synchronous_commit=on'];

export const memoryParameters = (): PGliteOptions => ({
  startParams: [...PGlite.defaultStartParams, ...SMALL],
});

/** `-F` is PostgreSQL's switch for no fsync; wal_sync_method must be fsync, the only one that the file layer now carries. */
export const folderParameters = (folder: string): PGliteOptions => ({
  fs: new DurableFolder(folder),
  startParams: [...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'), ...DURABLE, ...SMALL],
});
