import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Identities, identityOf } from '../../../infra/nats/identities.mjs';
import { OPERATOR, READER } from '../../../infra/nats/topology.mjs';
import { OperatorShell } from '../operator-shell.js';

/** Servers at which the commands of some sections are run. */
export interface World {
  shell: OperatorShell;
  stop(): Promise<void>;
}

/** What a world is made of. */
export interface WorldOptions {
  /** Everything that is written is in it. */
  folder: string;
  /** The path of the `nats` program. */
  natsCli: string;
}

/** An operator's terminal, with the variables that the runbook asks for. */
export function openShell(
  { folder, natsCli }: WorldOptions,
  variables: Record<string, string>,
): OperatorShell {
  const keys = join(folder, 'keys');
  mkdirSync(keys, { recursive: true });
  return new OperatorShell({ natsCli, home: join(folder, 'home'), variables: { ...variables, KEYS: keys } });
}

/** As the vault hands them out. */
export function writeKeys(shell: OperatorShell, identities: Identities): void {
  for (const who of [READER, OPERATOR])
    writeFileSync(join(shell.variables['KEYS'] ?? '', `${who}.nk`), identityOf(identities, who).seed, {
      mode: 0o600,
    });
}
