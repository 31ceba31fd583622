import manifest from '../package.json';

/** Version of Orrery; every package of it has the same. */
export const VERSION: string = manifest.version;
