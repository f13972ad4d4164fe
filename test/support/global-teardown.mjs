/** Once after all specs: stops what the run started, what a spec forgot as well, and removes the data. */
import { join } from 'node:path';
import { ProcessRecord } from '../../infra/dev/servers/process-record.mjs';
import { removePostgresData } from '../../infra/dev/servers/postgres.mjs';

export default async function tearDown() {
  const folder = process.env['TEST_DATA'];
  if (folder === undefined) return;
  await new ProcessRecord(join(folder, 'processes')).stopAll();
  removePostgresData(folder);
}
