// Jest transformer: the same type stripping that Node itself applies to .ts files, so tests and product run one code.
// No sourceUrl is passed on: with it the v8 coverage provider reports nothing.
import { createHash } from 'node:crypto';
import { stripTypeScriptTypes } from 'node:module';

export default {
  getCacheKey(source, path, options) {
    return createHash('sha256')
      .update(`${process.version}\0${options.instrument}\0${path}\0${source}`)
      .digest('hex');
  },
  process(source) {
    return { code: stripTypeScriptTypes(source) };
  },
};
