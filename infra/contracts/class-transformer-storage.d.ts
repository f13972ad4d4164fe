/** class-transformer publishes the types of its metadata, but only the code beside its CommonJS build. */
declare module 'class-transformer/cjs/storage.js' {
  export { defaultMetadataStorage } from 'class-transformer/types/storage.js';
}
