/**
 * Puts each service, as built, into one file with all the packages that it uses: dist/services/<name>/main.js, and
 * beside it what else is started by itself. A service then reads one file at its start instead of two thousand, which
 * is most of what a start takes (docs/decisions/0025-services-are-bundled.md).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { ROOT } from './paths.mjs';

/** Packages that are looked for at run time and are not there, and one that is folders of files to be served. */
const EXTERNAL = [
  '@fastify/multipart',
  '@fastify/view',
  '@grpc/*',
  '@nats-io/transport-node',
  '@nestjs/platform-express',
  '@nestjs/websockets',
  'amqp-connection-manager',
  'class-transformer/storage',
  'ioredis',
  'kafkajs',
  'mqtt',
  'swagger-ui-dist',
];

/** What packages written for CommonJS expect to find, `__dirname` and the like, inside of an ES module. */
const COMMONJS = [
  "import { createRequire as createRequireOfBundle } from 'node:module';",
  "import { dirname as dirnameOfBundle } from 'node:path';",
  "import { fileURLToPath as pathOfBundle } from 'node:url';",
  'const require = createRequireOfBundle(import.meta.url);',
  'const __filename = pathOfBundle(import.meta.url);',
  'const __dirname = dirnameOfBundle(__filename);',
].join('');

const NO_SOURCE_MAP =
  '\n//# sourceMappingURL=data:application/json;base64,' +
  Buffer.from(JSON.stringify({ version: 3, sources: [''], mappings: 'AAAA' })).toString('base64');

/**
 * A package that makes itself a `require` at run time gets what it asks for from `node_modules`, past the bundle: where
 * that is another copy of a package inside, half of its state is missing. So it is given the bundler's own.
 */
const OWN_REQUIRE = /^const require = createRequire\(import\.meta\.url\);$/m;
const ANY_REQUIRE = /createRequire\(import\.meta\.url\)/;
/** They load what is in the list above, or is given to them. */
const REQUIRES_NOTHING_INSIDE = /@nestjs[/\\](common|microservices|swagger)[/\\]/;

/**
 * Stack traces name lines of our own sources only: a map of all packages would be ten times as large, and Node reads
 * it at the first error.
 * @type {import('esbuild').Plugin}
 */
const packages = {
  name: 'packages',
  setup(bundler) {
    bundler.onLoad({ filter: /[/\\]node_modules[/\\].*\.[cm]?js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8').replace(/\/\/# sourceMappingURL=.*$/m, '');
      const contents =
        (REQUIRES_NOTHING_INSIDE.test(path) ? text : text.replace(OWN_REQUIRE, '')) + NO_SOURCE_MAP;
      const isPast = ANY_REQUIRE.test(contents) && !REQUIRES_NOTHING_INSIDE.test(path);
      const errors = isPast ? [{ text: `${path} would load packages past the bundle (createRequire)` }] : [];
      return { contents, loader: 'default', errors };
    });
  },
};

await Promise.all(
  ['cards', 'feeds', 'notifications'].map(async (service) => {
    const built = join(ROOT, 'dist', 'services', service, 'src');
    const workers = readdirSync(built, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.worker.js'),
    );
    await build({
      entryPoints: ['main.js', 'migrate.js', ...workers].map((file) => ({
        in: join(built, file),
        out: basename(file, '.js'),
      })),
      outdir: join(ROOT, 'dist', 'services', service),
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      // Names of classes are names of schemas, of errors, and of loggers.
      keepNames: true,
      sourcemap: 'linked',
      sourcesContent: false,
      external: EXTERNAL,
      banner: { js: COMMONJS },
      plugins: [packages],
      logLevel: 'warning',
      logOverride: { 'direct-eval': 'silent' },
    });
  }),
);
