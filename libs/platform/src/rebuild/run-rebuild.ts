import { Logger } from '@nestjs/common';
import { RebuildError, type RebuildProgress } from '#eventing';
import { surviveLostConnections } from '../lost-connections.js';
import { createLogger, PinoLogger } from '../logging.js';
import type { ServiceDefinition } from '../run-service.js';
import type { Projection } from './projection.js';
import { type RebuildConfig, ServiceRebuild } from './rebuild-service.js';

const EX_CONFIG = 78;
/** What a shell says of a command that was interrupted. */
const INTERRUPTED = 130;

/** `rebuild` of a service: `npm run events -- rebuild <service>` starts it. `--abandon` gives up what was built. */
export async function runRebuild(definition: ServiceDefinition, projection: Projection): Promise<void> {
  const config = configOf(process.env);
  if (config === undefined) return;
  const pino = createLogger(`${definition.name}-rebuild`, process.env['LOG_LEVEL'] ?? 'error');
  Logger.overrideLogger(new PinoLogger(pino));
  surviveLostConnections(pino);
  const { name } = definition;
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      stopping.abort();
    });
  }
  const rebuild = new ServiceRebuild(definition, projection, config);
  try {
    if (process.argv.includes('--abandon')) {
      await rebuild.abandon();
      say(`${name}: what was built is given up; the live projection is as it was.`);
      return;
    }
    const onProgress = (progress: RebuildProgress): void => {
      say(`${name}: ${lineOf(progress)}`);
    };
    if (await rebuild.run({ signal: stopping.signal, onProgress })) {
      say(`${name}: the new projection is in the place of the old one.`);
    } else {
      say(`${name}: stopped. The same command goes on where it was; with --abandon it is given up.`);
      process.exitCode = INTERRUPTED;
    }
  } catch (error) {
    if (!(error instanceof RebuildError)) throw error;
    process.stderr.write(`${name}: ${error.code}: ${error.message}\n`);
    process.exitCode = 1;
  } finally {
    await rebuild.close();
  }
}

function configOf(env: NodeJS.ProcessEnv): RebuildConfig | undefined {
  const [databaseUrl = '', natsUrl = ''] = [env['DATABASE_URL'], env['NATS_URL']];
  if (databaseUrl === '' || natsUrl === '') {
    process.stderr.write(
      "Needed: DATABASE_URL of the service's own role, NATS_URL, and the operator's NATS_NKEY_SEED.\n",
    );
    process.exitCode = EX_CONFIG;
    return undefined;
  }
  const operator = env['OPERATOR_NAME'] ?? 'operator';
  return { databaseUrl, natsUrl, natsNkeySeed: env['NATS_NKEY_SEED'], operator };
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function lineOf({ phase, expected, left, perSecond, secondsLeft, different }: RebuildProgress): string {
  const read = expected - left;
  const percent = expected === 0 ? 100 : Math.floor((read / expected) * 100);
  if (phase !== 'reading') {
    const aggregates = different === undefined ? '' : `, ${String(different)} aggregates to come level`;
    return `${phase}, ${String(left)} events left${aggregates}`;
  }
  const estimate = secondsLeft === undefined ? 'no estimate yet' : `about ${durationOf(secondsLeft)} left`;
  return `${String(read)} of ${String(expected)} events (${String(percent)} %), ${String(perSecond)}/s, ${estimate}`;
}

function durationOf(seconds: number): string {
  return seconds < 120 ? `${String(seconds)} s` : `${String(Math.ceil(seconds / 60))} min`;
}
