import { mkdtempSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import { ProcessRecord } from '../../infra/dev/servers/process-record.mjs';
import type { NatsProgram } from '../../infra/dev/servers/find-nats.mjs';

/** What the global set-up found, as the workers see it. */

/** A fresh folder within the run's; the run removes it at its end. */
export function testFolder(name: string): string {
  const folder = mkdtempSync(join(required('TEST_DATA'), `${name}-`));
  chmodSync(folder, 0o711);
  return folder;
}

/** Servers that are in it are stopped at the end of the run, even when a spec is killed. */
export function runRecord(): ProcessRecord {
  return new ProcessRecord(join(required('TEST_DATA'), 'processes'));
}

export function postgresUrl(): string {
  return required('TEST_POSTGRES_URL');
}

export function natsProgram(): NatsProgram {
  return JSON.parse(required('TEST_NATS_PROGRAM')) as NatsProgram;
}

/** For helpers that tell what they do: in tests nobody reads it. */
export const quiet = (): void => undefined;

function required(name: string): string {
  const value = process.env[name];
  if (value !== undefined) return value;
  throw new Error(process.env['TEST_MISSING'] ?? "test/support/global-setup.mjs is not Jest's globalSetup");
}
