import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { parse } from 'yaml';
import { ROOT } from '../../../infra/dev/paths.mjs';

export type Environment = Record<string, string>;

interface Dependency {
  condition: 'service_started' | 'service_healthy' | 'service_completed_successfully';
  required?: boolean;
}

export interface ComposeService {
  image?: string;
  build?: { context: string; target: string };
  command?: string[];
  profiles?: string[];
  environment?: Environment;
  healthcheck?: { test: string[] };
  stop_grace_period?: string;
  restart?: string;
  ports?: string[];
  volumes?: string[];
  networks?: Record<string, { aliases?: string[] }>;
  secrets?: string[];
  depends_on?: Record<string, Dependency>;
}

interface Compose {
  services: Record<string, ComposeService>;
  volumes: Record<string, unknown>;
  secrets: Record<string, { environment: string }>;
}

export const PROFILES = ['single', 'cluster', 'redis', 'rabbitmq'] as const;
export type Profile = (typeof PROFILES)[number];

/** The file with its merges resolved and its variables as they are written. */
export function readCompose(): Compose {
  return parse(readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8'), { merge: true }) as Compose;
}

/** What `--env-file` gives to Compose, made as the file's first lines say. */
export function makeSecrets(profile: Profile): Environment {
  const args = [join(ROOT, 'infra', 'secrets.mjs'), '--profile', profile];
  return parseEnv(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Environment;
}

/** A value with the variables in it replaced, as Compose does. @throws for one that is not given */
export function interpolate(value: string, variables: Environment): string {
  return value.replaceAll(/\$\{(\w+)(?::\?[^}]*)?\}/gu, (_, name: string) => {
    const found = variables[name];
    if (found === undefined) throw new Error(`infra/secrets.mjs prints no ${name}`);
    return found;
  });
}

/** What a service's container is given under a profile. */
export function environmentOf(service: ComposeService, variables: Environment): Environment {
  return Object.fromEntries(
    Object.entries(service.environment ?? {}).map(([name, value]) => [name, interpolate(value, variables)]),
  );
}

/** The services of the file that run under a profile. */
export function under(profile: Profile, { services }: Compose): Record<string, ComposeService> {
  return Object.fromEntries(
    Object.entries(services).filter(([, { profiles }]) => profiles?.includes(profile) ?? true),
  );
}
