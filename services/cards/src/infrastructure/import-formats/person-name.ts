/** A name in the parts by which bibliographies order it. */
export interface NameParts {
  family: string;
  given?: string | undefined;
  suffix?: string | undefined;
}

/** As printed: given name, family name, and the suffix behind a comma. */
export function printedName({ family, given, suffix }: NameParts): string {
  const full = [given, family].filter((part) => part !== undefined && part.trim() !== '').join(' ');
  return suffix === undefined || suffix.trim() === '' ? full : `${full}, ${suffix}`;
}

/** `Family, Given` or `Family, Given, Suffix`, as RIS files have it; without a comma it is printed as it is. */
export function nameOfInverted(text: string): string {
  const [family = '', given, ...suffix] = text.split(',').map((part) => part.trim());
  return printedName({ family, given, suffix: suffix.length === 0 ? undefined : suffix.join(', ') });
}

/** The parts of a printed name: its last word is the family name. `printedName` makes the same name of them. */
export function partsOfName(name: string): NameParts {
  const comma = name.indexOf(', ');
  const [full, suffix] = comma === -1 ? [name, undefined] : [name.slice(0, comma), name.slice(comma + 2)];
  const space = full.lastIndexOf(' ');
  return {
    family: full.slice(space + 1),
    given: space === -1 ? undefined : full.slice(0, space),
    suffix,
  };
}
