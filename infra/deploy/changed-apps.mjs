/**
 * Which apps of fly/ a push has to deploy, as outputs of a GitHub job: `provision`, in order and before `services`.
 *
 *   BEFORE=<commit> node infra/deploy/changed-apps.mjs     what changed from there to HEAD; of an unknown one, everything
 *   CHOSEN=<app> node infra/deploy/changed-apps.mjs        this one
 */
import { execFileSync } from 'node:child_process';
import { matchesGlob } from 'node:path';
import { pathToFileURL } from 'node:url';

const NO_SPEC = /\.spec\.ts$/;
/** Of every image that is built from the Dockerfile. */
const IMAGE = ['Dockerfile', '.dockerignore', 'package.json', 'package-lock.json', '.npmrc'];
const BUILD = [
  ...['tsconfig.json', 'tsconfig.build.json', 'nest-cli.json', '.swcrc', 'libs/**'],
  ...['infra/dev/bundle.mjs', 'infra/dev/paths.mjs', 'infra/image/healthcheck.mjs'],
];

/** Before the services, in this order. */
const PROVISION = ['nats', 'provision'];

/** @type {Record<string, readonly string[]>} The files that an app is made of. */
export const FILES = {
  nats: ['fly/nats*', 'infra/nats/*.conf', 'infra/nats/permissions/**'],
  provision: [
    ...IMAGE,
    ...['fly/provision.toml', 'infra/image/provision.sh'],
    ...['infra/nats/**', 'infra/postgres/**', 'infra/rabbitmq/**', 'infra/redis/**'],
  ],
  ...Object.fromEntries(
    ['cards', 'feeds', 'notifications'].map((name) => [
      name,
      [...IMAGE, ...BUILD, `fly/${name}.toml`, `services/${name}/**`],
    ]),
  ),
};

/**
 * @param {readonly string[]} paths Changed ones, from the checkout's root.
 * @returns {string[]}
 */
export function appsChangedBy(paths) {
  const counted = paths.filter((path) => !NO_SPEC.test(path));
  return Object.entries(FILES)
    .filter(([, patterns]) => counted.some((path) => patterns.some((pattern) => matchesGlob(path, pattern))))
    .map(([app]) => app);
}

/** @param {string | undefined} before */
function appsChangedSince(before) {
  try {
    const args = ['diff', '--name-only', '-z', `${before}`, 'HEAD'];
    return appsChangedBy(execFileSync('git', args, { encoding: 'utf8' }).split('\0'));
  } catch {
    // The first push of a branch, or one that rewrote it.
    return Object.keys(FILES);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { CHOSEN, BEFORE } = process.env;
  const apps = CHOSEN ? [CHOSEN] : appsChangedSince(BEFORE);
  const provision = PROVISION.filter((app) => apps.includes(app));
  const services = apps.filter((app) => !PROVISION.includes(app));
  process.stdout.write(`provision=${JSON.stringify(provision)}\nservices=${JSON.stringify(services)}\n`);
}
