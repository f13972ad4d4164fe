/** TypeScript types of a service's HTTP API, for its typed clients. */
import openapiTS, { astToString } from 'openapi-typescript';

/**
 * @param {object} document the service's OpenAPI document
 * @param {string} name `cards`
 * @returns {Promise<string>} a module that exports `paths`, which `openapi-fetch` takes
 */
export async function typesOf(document, name) {
  const nodes = await openapiTS(/** @type {import('openapi-typescript').OpenAPI3} */ (document), {
    alphabetize: true,
    // What has a default may be left out of a request.
    defaultNonNullable: false,
    silent: true,
  });
  return `/**\n * The HTTP API of ${name}, from its OpenAPI document: \`npm run api:types\`.\n */\n${astToString(nodes)}`;
}
