import { CHECKS } from '../../infra/contracts/checks.mjs';
import { loadContracts } from '../../infra/contracts/load.mjs';
import { workspaceAt } from '../../infra/contracts/workspace.mjs';

/** What `npm run contracts:check` says of the contracts as they are; docs/contracts.md has the promise. */
describe('the contracts', () => {
  it.each(CHECKS)('pass check $name', async ({ run }) => {
    const workspace = workspaceAt();
    expect(await run(await loadContracts(workspace), workspace)).toEqual([]);
  });
});
