/**
 * npm run test:fuzz: asks every route of the three services anything, many times (test/api/fuzz). What follows the
 * options goes to Jest, such as `-t "PUT /cards"`.
 *
 * Ends with one line, `N passed, N failed`.
 */
import { randomInt } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bootstrap } from './bootstrap.mjs';

const HELP = `npm run test:fuzz -- [options] [arguments of Jest]

  --seed=<number>   makes the same requests again (another each time)
  --runs=<number>   requests that are wrong, for each route (300); a third as many that are right
  --help            this
`;

if (await bootstrap(fileURLToPath(import.meta.url))) {
  const { complain, say } = await import('./output.mjs');
  const { runJest } = await import('./jest.mjs');
  try {
    const { seed, runs, help, jestArgs } = readOptions(process.argv.slice(2));
    if (help) say(HELP);
    else {
      say(`seed ${seed}: npm run test:fuzz -- --seed=${seed} --runs=${runs}`);
      const env = { API_FUZZ_SEED: seed, API_FUZZ_RUNS: runs };
      const { passed, failed } = await runJest(['test/api/fuzz', '--testTimeout=600000', ...jestArgs], env);
      say(`\n${passed} passed, ${failed} failed`);
      if (failed > 0) process.exitCode = 1;
    }
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}

/** @param {string[]} args */
function readOptions(args) {
  const own = args.filter((arg) => /^--(seed|runs|help)\b/.test(arg));
  const { values } = parseArgs({
    args: own,
    options: {
      seed: { type: 'string', default: String(randomInt(2 ** 31)) },
      runs: { type: 'string', default: '300' },
      help: { type: 'boolean', default: false },
    },
  });
  for (const name of /** @type {const} */ (['seed', 'runs'])) {
    if (!/^[1-9]\d{0,9}$/.test(values[name])) throw new Error(`--${name} must be a number from 1.`);
  }
  return { ...values, jestArgs: args.filter((arg) => !own.includes(arg)) };
}
