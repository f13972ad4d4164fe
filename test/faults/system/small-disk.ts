import { execFileSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { join, sep } from 'node:path';

const SIZE = '512m';
const NAME = 'commonplace-faults';
const MOUNTS = '/proc/mounts';
const CHUNK = Buffer.alloc(1024 * 1024);

/** Puts a folder on a small disk of its own, where this machine lets us. @returns whether it did */
export function mountSmallDisk(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE},mode=0711`, NAME, folder], {
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

/** Those that a run left which was killed. */
export function unmountSmallDisksIn(folder: string): void {
  if (!existsSync(MOUNTS)) return;
  for (const line of readFileSync(MOUNTS, 'utf8').split('\n')) {
    const [name, place = ''] = line.split(' ');
    if (name === NAME && place.startsWith(folder + sep)) unmountSmallDisk(place);
  }
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
