import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, statSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const SIZE = '512m';
const CHUNK = Buffer.alloc(1024 * 1024);

/** Puts a folder on a small disk of its own, where this machine lets us. @returns whether it did */
export function mountSmallDisk(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE},mode=0711`, 'commonplace-faults', folder], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  }
}

export function unmountSmallDisk(folder: string): void {
  execFileSync('umount', ['-l', folder], { stdio: 'ignore' });
}

/** @param leave bytes. @returns what makes room again */
export function fillUp(folder: string, leave = 0): () => void {
  const ballast = join(folder, 'ballast');
  const file = openSync(ballast, 'w');
  try {
    for (let size = CHUNK.length; size >= 512;) {
      try {
        writeSync(file, CHUNK, 0, size);
      } catch {
        size = Math.floor(size / 2);
      }
    }
  } finally {
    closeSync(file);
  }
  truncateSync(ballast, Math.max(statSync(ballast).size - leave, 0));
  return () => {
    rmSync(ballast, { force: true });
  };
}
