import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, isAbsolute, join, matchesGlob, relative } from 'node:path';
import { ROOT } from '../../../infra/dev/paths.mjs';
import { readDockerfile, type Stage, type Step, stepsOf } from './dockerfile.js';

export interface ImageFolders {
  /** What stands for the container's root while its steps run: a folder for each stage is made in it. */
  folder: string;
  /**
   * Where the steps' results come from: `run` runs them, in folders that begin empty; `checkout` takes what another
   * stage would have made from the checkout, where it was made by hand.
   */
  steps: 'run' | 'checkout';
}

/**
 * Lays out in folders what the Dockerfile puts into images. There is no container: the steps run on this machine, as
 * its user, with its Node, and nothing of the base image is there.
 */
export class ImageBuilder {
  readonly #stages: ReadonlyMap<string, Stage>;
  readonly #options: ImageFolders;
  readonly #ignored: readonly string[];
  readonly #built = new Map<string, string>();

  constructor(options: ImageFolders) {
    this.#options = options;
    this.#stages = readDockerfile('Dockerfile');
    this.#ignored = readFileSync(join(ROOT, '.dockerignore'), 'utf8')
      .split('\n')
      .filter((line) => line !== '');
  }

  /** Builds a stage with all that it takes from others. @returns the folder that stands for its `/` */
  build(name: string): string {
    const known = this.#built.get(name);
    if (known !== undefined) return known;
    const root = join(this.#options.folder, name);
    let directory = root;
    for (const step of stepsOf(this.#stages, name)) {
      if (step.keyword === 'WORKDIR') directory = join(root, step.text);
      mkdirSync(directory, { recursive: true });
      if (step.keyword === 'COPY') this.#copy(step, root, directory);
      if (step.keyword === 'RUN' && this.#options.steps === 'run') runStep(step, directory);
    }
    this.#built.set(name, root);
    return root;
  }

  #copy(step: Step, root: string, directory: string): void {
    const target = step.words.at(-1) ?? '';
    const to = isAbsolute(target) ? join(root, target) : join(directory, target);
    const isFolder = /(^\.|\/)$/u.test(target);
    for (const pattern of step.words.slice(0, -1)) {
      const [cwd, path] = this.#sourceOf(step, pattern);
      const found = globSync(path, { cwd }).filter((file) => !this.#isIgnored(join(cwd, file), step));
      if (found.length === 0) throw new Error(`COPY ${step.text}: there is no ${pattern}`);
      if (isFolder) mkdirSync(to, { recursive: true });
      for (const file of found) {
        const place = isFolder ? join(to, basename(file)) : to;
        // The checkout's packages are more than the image's, and too many to copy.
        if (basename(file) === 'node_modules' && cwd === ROOT) symlinkSync(join(cwd, file), place);
        else
          cpSync(join(cwd, file), place, {
            recursive: true,
            filter: (source) => !this.#isIgnored(source, step),
          });
      }
    }
  }

  #sourceOf(step: Step, pattern: string): [cwd: string, path: string] {
    const from = step.flags['from'];
    if (from === undefined) return [ROOT, pattern];
    if (this.#options.steps === 'checkout') return [ROOT, pattern.replace(/^\/app\//u, '')];
    return [this.build(from), pattern.replace(/^\//u, '')];
  }

  /** Whether the build is not given it. Other stages' files are not asked about. */
  #isIgnored(file: string, step: Step): boolean {
    if (step.flags['from'] !== undefined) return false;
    const path = relative(ROOT, file);
    return this.#ignored.some((pattern) => matchesGlob(path, pattern));
  }
}

/** With this machine's environment, which says how it reaches its package registry; not with Jest's options. */
function runStep({ text }: Step, cwd: string): void {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const done = spawnSync('sh', ['-c', text], { cwd, env, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`RUN ${text}\n${done.stdout}${done.stderr}`);
}
