/**
 * Packs libs/contracts as the npm package that it is, for those who are outside this repository.
 *
 *   npm run contracts:pack -- <folder>     leaves the tarball there
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { say } from '../dev/output.mjs';
import { ROOT } from '../dev/paths.mjs';
import { workspaceAt } from './workspace.mjs';

/**
 * @param {string} folder where the tarball is left
 * @returns {string} its path
 */
export function packContracts(folder) {
  const { contracts } = workspaceAt();
  const stage = mkdtempSync(join(tmpdir(), 'contracts-package-'));
  try {
    const manifest = /** @type {{ files: string[] }} */ (
      JSON.parse(readFileSync(join(contracts, 'package.json'), 'utf8'))
    );
    for (const file of ['package.json', ...manifest.files]) {
      if (file !== 'dist') cpSync(join(contracts, file), join(stage, file), { recursive: true });
    }
    const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    const config = join(contracts, 'tsconfig.package.json');
    execFileSync(process.execPath, [tsc, '-p', config, '--outDir', join(stage, 'dist')], { stdio: 'pipe' });
    mkdirSync(folder, { recursive: true });
    const packed = execFileSync(
      'npm',
      ['pack', '--json', '--ignore-scripts', '--pack-destination', resolve(folder)],
      {
        cwd: stage,
        encoding: 'utf8',
        stdio: 'pipe',
      },
    );
    // A list, or since npm 12 an object by package.
    const [{ filename }] = /** @type {[{ filename: string }]} */ (Object.values(JSON.parse(packed)));
    return join(resolve(folder), filename);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  say(packContracts(process.argv[2] ?? '.'));
}
