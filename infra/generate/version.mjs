import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addToCatalogue, exportFromIndex } from './contract-edits.mjs';
import { ChangeSet, GenerateError } from './change-set.mjs';
import { spellings, template } from './template.mjs';

/**
 * The next major of an event, beside the one that there is: class, upcaster, fixtures, catalogue.
 * @param {string} root
 * @param {{ context: string, name: string }} event
 * @returns {ChangeSet} nothing is written yet
 * @throws GenerateError
 */
export function newVersion(root, { context, name }) {
  const sources = join(root, 'libs/contracts/src', context);
  const majors = (existsSync(sources) ? readdirSync(sources) : []).flatMap((file) => {
    const [, stem, major] = /^(.+)\.v(\d+)\.ts$/.exec(file) ?? [];
    return stem === name ? [Number(major)] : [];
  });
  if (majors.length === 0) {
    throw new GenerateError(`There is no ${context}.${name}: npm run new:event -- ${context} ${name}`);
  }
  const before = Math.max(...majors);
  const [old, next] = [String(before), String(before + 1)];
  const { Event, event } = spellings(name);
  const values = { context, name, Event, event, old, new: next };
  const changes = new ChangeSet(root);

  const source = `libs/contracts/src/${context}/${name}`;
  changes.create(`${source}.v${next}.ts`, nextClass(changes.read(`${source}.v${old}.ts`), values));
  changes.create(`${source}.v${old}-to-v${next}.ts`, template('version/upcaster.ts', values));
  const from = `./${context}/${name}.v${next}.js`;
  supersede(changes, values, nextRelease(root));
  addToCatalogue(changes, `${Event}V${next}`, from, template('version/catalogue-entry.ts', values));
  exportFromIndex(changes, `${Event}V${next}`, from);
  registerUpcaster(changes, values);
  copyFixtures(root, changes, values);
  markTranslation(root, changes, values);
  return changes;
}

/** @typedef {Readonly<Record<'context' | 'name' | 'Event' | 'event' | 'old' | 'new', string>>} Values */

/**
 * The old class under the new name, to be changed. The docstring says what is new before it says when it is raised.
 * @param {string} text
 * @param {Values} values
 */
function nextClass(text, { Event, old, new: next }) {
  return text
    .replaceAll(`${Event}V${old}`, `${Event}V${next}`)
    .replace(new RegExp(`\\.v${old}';`), `.v${next}';`)
    .replace(/\n \*\n \* Since v\d+:[^\n]*(?:\n \* [^\n]+)*/, '')
    .replace(
      '\n *\n * Raised ',
      `\n *\n * Since v${old}: Unwritten: say what is new, and why it had to be.\n *\n * Raised `,
    );
}

/** @param {string} root */
function nextRelease(root) {
  const file = join(root, 'libs/contracts/package.json');
  return Number.parseInt(String(JSON.parse(readFileSync(file, 'utf8')).version), 10) + 1;
}

/**
 * @param {ChangeSet} changes
 * @param {Values} values
 * @param {number} release the first that has both
 */
function supersede(changes, { Event, old, new: next }, release) {
  const catalogue = 'libs/contracts/src/catalogue.ts';
  changes.insert(catalogue, {
    anchor: new RegExp(
      `(?<=^ {4}event: ${Event}V${old},\\n(?:(?!^ {2}\\},)[\\s\\S])*?^ {4})status: (?:ACTIVE|\\{[^}]*\\}),`,
    ),
    where: 'instead',
    text: `status: { state: 'superseded', by: ${Event}V${next}, untilRelease: ${release + 1} },`,
  });
}

/**
 * @param {ChangeSet} changes
 * @param {Values} values
 */
function registerUpcaster(changes, { context, name, event, old, new: next }) {
  const file = 'libs/contracts/src/upcasters.ts';
  const step = `${event}V${old}ToV${next}`;
  changes.insert(file, {
    anchor: "import type { EventUpcaster } from './event-upcaster.js';\n",
    where: 'before',
    text: `import { ${step} } from './${context}/${name}.v${old}-to-v${next}.js';\n`,
  });
  changes.insert(file, {
    anchor: 'export const UPCASTERS: readonly EventUpcaster[] = [',
    where: 'after',
    text: `${step}, `,
  });
}

/**
 * What was an example of the old one is one of the new one until a field differs; and what the upcaster gives.
 * @param {string} root
 * @param {ChangeSet} changes
 * @param {Values} values
 */
function copyFixtures(root, changes, { context, name, old, new: next }) {
  const fixtures = `libs/contracts/fixtures/${context}/${name}`;
  const folder = join(root, `${fixtures}.v${old}`);
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.json')) continue;
    const text = readFileSync(join(folder, file), 'utf8');
    changes.create(`${fixtures}.v${next}/${file}`, text);
    if (/^(minimal|maximal)\.json$/.test(file)) {
      changes.create(`libs/contracts/upcasts/${context}/${name}.v${old}-to-v${next}/${file}`, text);
    }
  }
}

/**
 * Where the old one is published, both are from now on: only its author can say how.
 * @param {string} root
 * @param {ChangeSet} changes
 * @param {Values} values
 */
function markTranslation(root, changes, { context, Event, old, new: next }) {
  const folder = `services/${context}/src/application`;
  const call = new RegExp(`^.*\\beventOf\\(${Event}V${old}\\b`, 'm');
  const file = readdirSync(join(root, folder)).find(
    (name) => !name.includes('.spec.') && call.test(readFileSync(join(root, folder, name), 'utf8')),
  );
  if (file === undefined) {
    throw new GenerateError(
      `No eventOf(${Event}V${old}, …) in ${folder}: nobody publishes it, so change it as it is.`,
    );
  }
  changes.insert(`${folder}/${file}`, {
    anchor: call,
    where: 'before',
    text: `// Unwritten: publish together(…V${old}, …V${next}), and call v${next} active in the catalogue\n`,
  });
}
