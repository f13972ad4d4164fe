/** npm run api:types: writes the types of the three services' HTTP APIs, which test/client is compiled with. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bootstrap } from '../dev/bootstrap.mjs';

if (await bootstrap(fileURLToPath(import.meta.url))) {
  const { build } = await import('../dev/build.mjs');
  const { say } = await import('../dev/output.mjs');
  const { ROOT } = await import('../dev/paths.mjs');
  const { typesOf } = await import('./types.mjs');
  build(say);
  /** @param {string} path @returns {Promise<Record<string, any>>} */
  const built = (path) => import(pathToFileURL(join(ROOT, 'dist', path)).href);
  const { describeService } = await built('libs/platform/src/index.js');
  for (const name of ['cards', 'feeds', 'notifications']) {
    const { [`${name}Service`]: definition } = await built(`services/${name}/src/service.js`);
    const file = join('test', 'client', 'types', `${name}.ts`);
    writeFileSync(join(ROOT, file), await typesOf(await describeService(definition), name));
    say(file);
  }
}
