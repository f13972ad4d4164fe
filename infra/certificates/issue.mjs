/**
 * Issues a server's certificate, and the authority's own where there is none yet.
 *
 *   node infra/certificates/issue.mjs --folder .data/tls --name nats --host commonplace-nats.internal [--host …] [--days 90]
 *
 * Writes <folder>/ca.pem, which clients are given, ca-key.pem, which nobody is, and <name>.pem with <name>-key.pem for
 * the server. Run again before the days are over: the same authority issues the next one, and clients need nothing new.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { issueCertificate, makeAuthority, validFor } from './certificates.mjs';

const AUTHORITY_DAYS = 3650;

const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    name: { type: 'string' },
    host: { type: 'string', multiple: true },
    days: { type: 'string', default: '90' },
  },
});
const { folder, name, host: [first, ...others] = [] } = values;
const days = Number(values.days);
if (!folder || !name || name === 'ca' || !first || !(days > 0)) {
  process.stderr.write(
    'Needed: --folder, --name of the server (not "ca"), --host for each of its names; --days\n',
  );
  process.exitCode = 2;
} else {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const authority = await keepAuthority(folder);
  const pair = await issueCertificate(authority, [first, ...others], validFor(days));
  keep(folder, name, pair);
  process.stdout.write(
    `${join(folder, `${name}.pem`)}: ${[first, ...others].join(', ')}, for ${days} days\n`,
  );
}

/** @param {string} folder */
async function keepAuthority(folder) {
  const [certificate, key] = filesOf(folder, 'ca');
  if (existsSync(certificate))
    return { certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') };
  const authority = await makeAuthority('Commonplace', validFor(AUTHORITY_DAYS));
  keep(folder, 'ca', authority);
  return authority;
}

/**
 * @param {string} folder
 * @param {string} name
 * @param {import('./certificates.mjs').Pair} pair
 */
function keep(folder, name, { certificate, key }) {
  const [certificateFile, keyFile] = filesOf(folder, name);
  writeFileSync(keyFile, `${key}\n`, { mode: 0o600 });
  writeFileSync(certificateFile, `${certificate}\n`);
}

/**
 * @param {string} folder
 * @param {string} name
 * @returns {[string, string]}
 */
function filesOf(folder, name) {
  return [join(folder, `${name}.pem`), join(folder, `${name}-key.pem`)];
}
