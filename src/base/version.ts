import manifest from '../../package.json' with { type: 'json' };

/** The version of this brickbot, from package.json: the one place where it stands. */
export const VERSION: string = manifest.version;
