/** As much of YAML as a generated document needs: maps, lists, and scalars as JSON writes them. */

/**
 * @param {unknown} value plain data
 * @returns {string} ending in a newline
 */
export function toYaml(value) {
  return `${lines(value).join('\n')}\n`;
}

/**
 * @param {unknown} value
 * @returns {string[]}
 */
function lines(value) {
  if (Array.isArray(value) && value.length > 0) {
    return value.flatMap((item) => lines(item).map((line, index) => `${index === 0 ? '- ' : '  '}${line}`));
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
    if (entries.length > 0) return entries.flatMap(([name, inner]) => field(key(name), inner));
  }
  return [JSON.stringify(value)];
}

/**
 * @param {string} name
 * @param {unknown} value
 */
function field(name, value) {
  const inner = lines(value);
  const isBlock = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  return isBlock ? [`${name}:`, ...inner.map((line) => `  ${line}`)] : [`${name}: ${inner.join('')}`];
}

/** @param {string} name */
function key(name) {
  // What YAML would read as something else than a string, such as a number, is quoted.
  return /^[A-Za-z$_][\w$.-]*$/.test(name) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(name)
    ? name
    : JSON.stringify(name);
}
