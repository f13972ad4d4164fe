import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { ROOT } from '../../../infra/dev/paths.mjs';

interface Check {
  path: string;
  port?: number;
}

export interface FlyApp {
  app: string;
  kill_signal: string;
  kill_timeout: string;
  build: { dockerfile: string; 'build-target'?: string };
  deploy?: { release_command?: string; strategy?: string };
  env?: Record<string, string>;
  processes?: Record<string, string>;
  http_service?: {
    internal_port: number;
    auto_stop_machines: string;
    min_machines_running: number;
    processes?: string[];
    checks?: Check[];
  };
  checks?: Record<string, Check>;
  metrics?: { port: number; path: string };
  mounts?: { source: string; destination: string }[];
  vm?: { processes?: string[] }[];
}

const FOLDER = join(ROOT, 'fly');

/** The apps' files by name: `cards`, `nats`, … */
export function readApps(): Record<string, FlyApp> {
  const files = globSync('*.toml', { cwd: FOLDER }).filter((file) => file !== 'secrets.toml');
  return Object.fromEntries(files.sort().map((file) => [file.replace('.toml', ''), readApp(readFly(file))]));
}

/** One app's file, from its text. */
export function readApp(toml: string): FlyApp {
  return parse(toml) as unknown as FlyApp;
}

/** Names of the secrets that each app must have. */
export function readSecrets(): Record<string, string[]> {
  const apps = parse(readFly('secrets.toml')) as Record<string, { required: string[] }>;
  return Object.fromEntries(Object.entries(apps).map(([app, { required }]) => [app, required]));
}

export function readFly(file: string): string {
  return readFileSync(join(FOLDER, file), 'utf8');
}
