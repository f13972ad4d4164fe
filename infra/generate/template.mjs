import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { GenerateError } from './change-set.mjs';

/**
 * A template with its `{{names}}` replaced.
 * @param {string} name such as `event/contract.ts`
 * @param {Readonly<Record<string, string>>} values
 * @throws GenerateError when the template names what is not given
 */
export function template(name, values) {
  const file = fileURLToPath(new URL(`templates/${name}.tmpl`, import.meta.url));
  return readFileSync(file, 'utf8').replace(/\{\{(\w+)\}\}/g, (_, key) => {
    const value = values[key];
    if (value === undefined) throw new GenerateError(`The template ${name} wants {{${key}}}.`);
    return value;
  });
}

/**
 * `card-starred` as the code writes it.
 * @param {string} name
 * @returns {{ Event: string, event: string }}
 */
export function spellings(name) {
  const Event = name.replace(/(^|-)([a-z0-9])/g, (_, __, letter) => letter.toUpperCase());
  return { Event, event: `${Event.charAt(0).toLowerCase()}${Event.slice(1)}` };
}
