/**
 * Writes what is generated from the contract classes: schemas, types, AsyncAPI document, event catalogue.
 *
 *   npm run contracts:generate
 */
import { say } from '../dev/output.mjs';
import { artefactsOf, writeArtefacts } from './artefacts.mjs';
import { loadContracts } from './load.mjs';
import { workspaceAt } from './workspace.mjs';

const workspace = workspaceAt();
const artefacts = await artefactsOf(await loadContracts(workspace), workspace);
const { written, removed, total } = writeArtefacts(artefacts, workspace);
say(`${written} written, ${removed} removed, ${total} in all`);
