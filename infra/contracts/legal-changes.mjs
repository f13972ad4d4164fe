/** Changes that keep every promise, as they come up at work. */

/** @typedef {import('./scratch.mjs').Scratch} Scratch */

const COLLECTION_CREATED = 'src/cards/collection-created.v1.ts';
const SAVED = 'src/cards/card-added-to-library.v1.ts';
const UNFOLLOWED = 'src/feeds/target-unfollowed.v1.ts';
const METADATA = 'src/cards/url-metadata.ts';

/** @type {readonly import('./breaking-changes.mjs').Change[]} */
export const LEGAL = [
  {
    name: 'add an optional field',
    make: (scratch) => {
      scratch.replace(
        UNFOLLOWED,
        '  /** When it',
        '  /** Why, in words. */\n  @Optional()\n  @IsString()\n  @Length(1, 2_048)\n  reason?: string;\n\n  /** When it',
      );
      scratch.import(UNFOLLOWED, 'Optional', '../constraints.js');
      scratch.replace(
        'fixtures/feeds/target-unfollowed.v1/maximal.json',
        '"unfollowedAt"',
        '"reason": "Too much", "unfollowedAt"',
      );
    },
  },
  {
    name: 'add an optional field to a class inside',
    make: (scratch) =>
      scratch.replace(
        METADATA,
        '  /** Journal',
        '  /** Its language. */\n  @Optional()\n  @IsString()\n  language?: string;\n\n  /** Journal',
      ),
  },
  {
    name: 'stop writing an optional field',
    make: (scratch) => {
      scratch.replace(
        SAVED,
        /\n {2}\/\*\* The researcher's note[^/]*\*\/\n {2}@Optional\(\)\n {2}@IsString\(\)\n {2}@Length\(1, 10_000\)\n {2}note\?: string;\n/,
        '',
      );
      scratch.replace('fixtures/cards/card-added-to-library.v1/maximal.json', /\n *"note": .*/, '');
      scratch.remove('fixtures/cards/card-added-to-library.v1/invalid/note-null.json');
    },
  },
  {
    name: 'add a value to an open enum',
    make: (scratch) => scratch.replace(METADATA, "  'software',\n", "  'software',\n  'dataset',\n"),
  },
  {
    name: 'say better what a field means',
    make: (scratch) =>
      scratch.replace(COLLECTION_CREATED, 'Its name, plain text.', 'What its author calls it; plain text.'),
  },
  {
    name: 'give a class inside another name',
    make: (scratch) => {
      for (const file of [
        SAVED,
        'src/cards/card-added-to-collection.v1.ts',
        'src/cards/via.ts',
        'src/index.ts',
      ]) {
        scratch.replace(file, /\bVia\b/g, 'FoundThrough');
      }
    },
  },
  {
    name: 'add an event',
    make: (scratch) =>
      addToCatalogue(scratch, {
        className: 'CardStarredV1',
        path: 'cards/card-starred.v1',
        before: "const ACTIVE: Status = { state: 'active' };",
        status: "{ state: 'announced' }",
      }),
  },
  {
    name: 'add a major version beside the one before',
    make: (scratch) => {
      addToCatalogue(scratch, {
        className: 'CardRemovedFromLibraryV2',
        path: 'cards/card-removed-from-library.v2',
        before: "const ACTIVE: Status = { state: 'active' };",
        status: "{ state: 'announced' }",
      });
      scratch.replace(
        'src/catalogue.ts',
        /(event: CardRemovedFromLibraryV1,[^}]*\}[^}]*)status: ACTIVE/,
        "$1status: { state: 'superseded', by: CardRemovedFromLibraryV2, untilRelease: 99 }",
      );
    },
  },
];

/**
 * @param {Scratch} scratch
 * @param {{ className: string, path: string, before: string, status: string }} event
 */
function addToCatalogue(scratch, { className, path, before, status }) {
  const type = `events.${path.replace('/', '.')}`;
  scratch.write(
    `src/${path}.ts`,
    `import { IsUUID } from 'class-validator';

/**
 * Something happened to a card. Aggregate: the card.
 *
 * Raised when it happens.
 */
export class ${className} {
  static readonly type = '${type}';

  /** The card, a UUID. */
  @IsUUID()
  cardId!: string;
}
`,
  );
  scratch.replace('src/catalogue.ts', before, `import { ${className} } from './${path}.js';\n${before}`);
  scratch.replace(
    'src/catalogue.ts',
    'CatalogueEntry[] = [\n',
    `CatalogueEntry[] = [\n  { event: ${className}, owner: 'cards', description: 'It happened.', consumers: {}, status: ${status} },\n`,
  );
  const fixture = '{ "cardId": "0198c5d8-0000-7000-8000-000000000001" }\n';
  scratch.write(`fixtures/${path}/minimal.json`, fixture);
  scratch.write(`fixtures/${path}/maximal.json`, fixture);
  scratch.write(`fixtures/${path}/invalid/card-id-missing.json`, '{}\n');
  scratch.write(`fixtures/${path}/invalid/card-id-not-a-string.json`, '{ "cardId": 1 }\n');
  scratch.write(`fixtures/${path}/invalid/card-id-not-a-uuid.json`, '{ "cardId": "x" }\n');
}
