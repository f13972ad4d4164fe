/** Changes that break a promise, as they come up at work, and the sentence that refuses each. */

/** @typedef {import('./scratch.mjs').Scratch} Scratch */

/**
 * @typedef {object} Change
 * @property {string} name
 * @property {(scratch: Scratch) => void} make
 * @property {RegExp} [refusal] the sentence that must be among those that refuse it; without one it is legal
 */

const COLLECTION_CREATED = 'src/cards/collection-created.v1.ts';
const SAVED = 'src/cards/card-added-to-library.v1.ts';
const FOLLOWED = 'src/feeds/target-followed.v1.ts';
const UNFOLLOWED = 'src/feeds/target-unfollowed.v1.ts';
const METADATA = 'src/cards/url-metadata.ts';

/** @type {readonly Change[]} */
export const BREAKING = [
  {
    name: 'rename a field',
    make: (scratch) => scratch.replace(COLLECTION_CREATED, 'name!: string', 'title!: string'),
    refusal: /collection-created\.v1, field "title" \(required\)/,
  },
  {
    name: 'add a required field',
    make: (scratch) =>
      scratch.replace(
        COLLECTION_CREATED,
        '  /** Its name',
        '  /** Its path. */\n  @IsString()\n  slug!: string;\n\n  /** Its name',
      ),
    refusal: /field "slug" \(required\): .* make it optional, or add .*\.v2 and an upcaster/,
  },
  {
    name: 'make an optional field required',
    make: (scratch) => scratch.replace(SAVED, '  @Optional()\n  @IsString()', '  @IsString()'),
    refusal: /field "note" \(required\)/,
  },
  {
    name: 'make a required field optional',
    make: (scratch) => {
      scratch.replace(UNFOLLOWED, '  @IsDid()', '  @Optional()\n  @IsDid()');
      scratch.import(UNFOLLOWED, 'Optional', '../constraints.js');
    },
    refusal: /field "followerId" \(required\): new events may lack it/,
  },
  {
    name: 'remove a required field',
    make: (scratch) =>
      scratch.replace(
        SAVED,
        /\n {2}\/\*\* The save that[^/]*\*\/\n {2}@IsUUID\(\)\n {2}saveId!: string;\n/,
        '',
      ),
    refusal: /field "saveId" \(required\): new events may lack it/,
  },
  {
    name: 'drop a value of an enum',
    make: (scratch) => scratch.replace(FOLLOWED, "['USER', 'COLLECTION']", "['USER']"),
    refusal: /field "targetType" \(enum\): events of the released version may hold "COLLECTION"/,
  },
  {
    name: 'add a value to a closed enum',
    make: (scratch) => scratch.replace(FOLLOWED, "'COLLECTION']", "'COLLECTION', 'TAG']"),
    refusal: /field "targetType" \(enum\): new events may hold "TAG"/,
  },
  {
    name: 'drop a value of an open enum',
    make: (scratch) => scratch.replace(METADATA, "  'book',\n", ''),
    refusal: /field "metadata\.kind" \(enum\): released events hold book/,
  },
  {
    name: 'close an open enum',
    make: (scratch) => {
      scratch.replace(METADATA, "@IsOpenEnum(URL_KINDS, 'link')", '@IsIn(URL_KINDS)');
      scratch.import(METADATA, 'IsIn');
    },
    refusal: /field "metadata\.kind" \(closed-enum\)/,
  },
  {
    name: 'tighten a length',
    make: (scratch) => scratch.replace(COLLECTION_CREATED, '@Length(1, 100)', '@Length(1, 80)'),
    refusal: /field "name" \(maxLength\): the new readers have maxLength 80/,
  },
  {
    name: 'loosen a length',
    make: (scratch) => scratch.replace(COLLECTION_CREATED, '@Length(1, 100)', '@Length(1, 200)'),
    refusal: /field "name" \(maxLength\): the readers of the released version have maxLength 100/,
  },
  {
    name: 'change a format',
    make: (scratch) => {
      scratch.replace(UNFOLLOWED, '@IsInstant()', '@IsString()\n  @Matches(/^\\d{4}-\\d{2}-\\d{2}$/u)');
      scratch.import(UNFOLLOWED, 'Matches');
    },
    refusal: /field "unfollowedAt" \(format\)/,
  },
  {
    name: 'narrow a pattern',
    make: (scratch) => {
      const v7 = '/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u';
      scratch.replace(UNFOLLOWED, '@IsUUID()', `@IsString()\n  @Matches(${v7})`);
      scratch.import(UNFOLLOWED, 'Matches');
    },
    refusal: /field "followId" \(pattern\)/,
  },
  {
    name: 'move the bounds of an integer',
    make: (scratch) => {
      scratch.replace('src/cards/collection-deleted.v1.ts', '@Min(0)', '@Min(1)');
      scratch.replace('src/notifications/notifications-read.v1.ts', '@Min(0)', '@Min(-1)');
    },
    refusal:
      /field "unreadCount" \(minimum\): the readers of the released version have minimum 0, new events -1/,
  },
  {
    name: 'let a list hold more',
    make: (scratch) =>
      scratch.replace(
        'src/notifications/notifications-read.v1.ts',
        '@ArrayMaxSize(100)',
        '@ArrayMaxSize(200)',
      ),
    refusal: /field "notificationIds" \(maxItems\)/,
  },
  {
    name: 'change a type',
    make: (scratch) => {
      scratch.replace(
        METADATA,
        '@IsString()\n  @MaxLength(32)\n  published?: string',
        '@IsInt()\n  published?: number',
      );
      scratch.import(METADATA, 'IsInt');
    },
    refusal:
      /field "metadata\.published" \(type\): events of the released version hold string where the new readers take integer/,
  },
  {
    name: 'let null into a field',
    make: (scratch) => {
      scratch.replace(SAVED, '  @Optional()\n  @IsString()', '  @IsOptional()\n  @IsString()');
      scratch.import(SAVED, 'IsOptional');
    },
    refusal: /CardAddedToLibraryV1\.note has IsOptional or ValidateIf, .* take Optional\(\)/,
  },
  {
    name: 'use a constraint that no schema knows',
    make: (scratch) => {
      scratch.replace(UNFOLLOWED, '  @IsDid()', '  @IsEmail()\n  @IsDid()');
      scratch.import(UNFOLLOWED, 'IsEmail');
    },
    refusal: /TargetUnfollowedV1\.followerId has the constraint "isEmail"/,
  },
  {
    name: 'remove an event',
    make: (scratch) => removeFromCatalogue(scratch, 'TargetUnfollowedV1', 'feeds/target-unfollowed.v1'),
    refusal: /target-unfollowed\.v1 \(removed\): it was released and is gone; put it back/,
  },
  {
    name: 'remove a version that is still consumed',
    make: (scratch) => removeFromCatalogue(scratch, 'TargetUnfollowedV1', 'feeds/target-unfollowed.v1'),
    refusal: /notifications handles TargetUnfollowedV1, which is not in the catalogue/,
  },
  {
    name: "publish on another service's subject",
    make: (scratch) =>
      scratch.replace(
        '/infra/nats/permissions/feeds.json',
        '"events.feeds.>"',
        '"events.feeds.>", "events.cards.>"',
      ),
    refusal: /collection-created\.v1: feeds may publish it, but cards owns it/,
  },
  {
    name: "give an event another service's name",
    make: (scratch) => scratch.replace(UNFOLLOWED, 'events.feeds.', 'events.cards.'),
    refusal: /events\.cards\.target-unfollowed\.v1 lies under "cards" but feeds owns it/,
  },
  {
    name: 'edit a released fixture',
    make: (scratch) =>
      scratch.replace('releases/1/fixtures/cards/collection-created.v1/minimal.json', '"C"', '"D"'),
    refusal:
      /releases\/1\/fixtures\/cards\/collection-created\.v1\/minimal\.json is not what release 1 froze/,
  },
  {
    name: 'edit a released schema',
    make: (scratch) =>
      scratch.replace(
        'releases/1/schemas/cards/collection-created.v1.json',
        '"maxLength": 100',
        '"maxLength": 80',
      ),
    refusal: /releases\/1\/schemas\/cards\/collection-created\.v1\.json is not what release 1 froze/,
  },
  {
    name: 'forget the fixtures of an event',
    make: (scratch) => scratch.remove('fixtures/feeds/target-followed.v1/maximal.json'),
    refusal: /target-followed\.v1 has no fixture maximal\.json/,
  },
];

/**
 * @param {Scratch} scratch
 * @param {string} className
 * @param {string} path of its files
 */
function removeFromCatalogue(scratch, className, path) {
  scratch.replace('src/catalogue.ts', new RegExp(`import \\{ ${className} \\}.*\\n`), '');
  scratch.replace(
    'src/catalogue.ts',
    new RegExp(` {2}\\{\\n {4}event: ${className},[^]*?\\n {2}\\},\\n`),
    '',
  );
  scratch.replace('src/index.ts', new RegExp(`export \\{ ${className} \\}.*\\n`), '');
  scratch.remove(`src/${path}.ts`);
  scratch.remove(`fixtures/${path}`);
}
