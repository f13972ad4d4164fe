/**
 * Who may import whom. Each rule says why it is there; `test/architecture/import-rules.spec.ts` shows that each
 * one catches what it forbids.
 */

const SPEC = '[.]spec[.]ts$';

/** @param {...string} names a regular expression for the installed packages of these names */
const npm = (...names) => `(^|/)node_modules/(${names.join('|')})(/|$)`;

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'services-stand-alone',
      comment:
        'Services are deployed one by one and tell each other things by events only. What two of them need belongs in libs.',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'domain-is-pure',
      comment:
        'The rules of the domain outlive frameworks and databases, and are tested without them. Beside itself a domain may use only small libraries of the field that do no I/O: add one to this list when it is such.',
      severity: 'error',
      from: { path: '^services/([^/]+)/src/domain/', pathNot: SPEC },
      to: { pathNot: ['^services/$1/src/domain/', '^(node:)?crypto$', npm('@atproto/syntax', 'uuidv7')] },
    },
    {
      name: 'application-knows-no-front-door',
      comment:
        'A use case is the same whether HTTP, an event or a script asks for it. The front doors import the use cases, never the other way.',
      severity: 'error',
      from: { path: '^services/[^/]+/src/(application|infrastructure)/', pathNot: SPEC },
      to: { path: '^services/[^/]+/src/(http|events)/' },
    },
    {
      name: 'domain-events-stay-inside',
      comment:
        'Domain events may change with every rule. Others see what the application translates them into: the front doors, which speak to others, do not know them.',
      severity: 'error',
      from: { path: '^services/[^/]+/src/(http|events)/', pathNot: SPEC },
      to: { path: '^services/[^/]+/src/domain/.+-events[.]ts$' },
    },
    {
      name: 'libs-by-their-front-door',
      comment:
        'A library is what its index.ts exports. Reaching past it makes an inner file a promise that nobody gave.',
      severity: 'error',
      from: { path: '^services/', pathNot: SPEC },
      to: { path: '^libs/', pathNot: '^libs/[^/]+/src/index[.]ts$' },
    },
    {
      name: 'contracts-depend-on-nothing',
      comment:
        'Every service compiles the contracts in, so whatever they import, everybody imports. They know no broker, no database and no framework.',
      severity: 'error',
      from: { path: '^libs/contracts/', pathNot: SPEC },
      to: { pathNot: ['^libs/contracts/', npm('class-validator', 'class-transformer', 'reflect-metadata')] },
    },
    {
      name: 'eventing-knows-no-card',
      comment:
        'The engine carries any event of any service. If it knew a contract or a service, it could not be tested or changed apart from them.',
      severity: 'error',
      from: { path: '^libs/eventing/' },
      to: { path: ['^libs/(contracts|platform)/', '^services/'] },
    },
    {
      name: 'platform-knows-no-service',
      comment: 'What all services share can depend on none of them, nor on what they tell each other.',
      severity: 'error',
      from: { path: '^libs/platform/' },
      to: { path: ['^libs/contracts/', '^services/'] },
    },
    {
      name: 'nats-in-one-place',
      comment:
        'The broker is chosen by configuration. Only its transport, and the tools and tests that provision and examine the server, may know its client.',
      severity: 'error',
      from: { pathNot: ['^libs/eventing/src/transports/nats/', '^(infra|test|bench)/'] },
      to: { path: npm('nats', '@nats-io/[^/]+') },
    },
    {
      name: 'redis-in-one-place',
      comment:
        'As for NATS: the broker is chosen by configuration, so only its transport may know its client.',
      severity: 'error',
      from: { pathNot: ['^libs/eventing/src/transports/redis/', '^(infra|test|bench)/'] },
      to: { path: npm('redis', '@redis/[^/]+') },
    },
    {
      name: 'rabbitmq-in-one-place',
      comment:
        'The broker is chosen by configuration. Only its transport, and the tools and tests that provision and examine the server, may know its client.',
      severity: 'error',
      from: { pathNot: ['^libs/eventing/src/transports/rabbitmq/', '^(infra|test|bench)/'] },
      to: { path: npm('amqplib') },
    },
    {
      name: 'model-is-independent',
      comment:
        'The model says what the system should do, and the checker holds the system against it. Were they to import the system, they would repeat its mistakes and agree with them. The load is what both are told of.',
      severity: 'error',
      from: { path: ['^(test|bench)/model/', '^test/faults/checker/', '^bench/load/'] },
      to: { path: '^(services|libs)/' },
    },
    {
      name: 'no-test-code-in-production',
      comment:
        'Tests, benches and their helpers are not built into the images. The folders "test" beside "src" hold helpers of specs, and are not either.',
      severity: 'error',
      from: { path: '^(services|libs)/', pathNot: [SPEC, '^(services|libs)/[^/]+/test/'] },
      to: { path: ['^(test|bench)/', '^(services|libs)/[^/]+/test/', SPEC] },
    },
    {
      name: 'not-to-dev-dependencies',
      comment: 'Images install without devDependencies: this import would fail in production alone.',
      severity: 'error',
      from: { path: '^(services|libs)/[^/]+/src/', pathNot: SPEC },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'not-to-unlisted-packages',
      comment: 'A package that is here only because another brought it may leave with that one.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'not-to-unresolvable',
      comment: 'What does not resolve is checked by none of the other rules.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-circular',
      comment:
        'Files in a circle are one file in several pieces; in ES modules which of them runs first depends on who imports the circle.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file that imports nothing and that nobody imports was left behind.',
      severity: 'error',
      from: { orphan: true, pathNot: [SPEC, '[.]mjs$', '[.]d[.]ts$', '[.]config[.](ts|js)$'] },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|[.]data|coverage)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    // Types count: a type of another service is a dependency on it.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      // `#contracts` and its like: the sources, as the compiler and the tests take them.
      conditionNames: ['commonplace-source', 'import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.cjs', '.d.ts', '.json'],
    },
  },
};
