/**
 * What somebody writes by hand after `npm run new:event -- cards card-starred --consumers feeds`: each stub made real.
 * `find` is taken out of a file, `put` takes its place; a file without `find` is new.
 */
export interface Written {
  file: string;
  find?: string | RegExp;
  put: string;
}

const CONTRACT = 'libs/contracts/src/cards/card-starred.v1.ts';
const CARD = 'services/cards/src/domain/card.ts';
const STATE = 'services/cards/src/domain/card-state.ts';
const CONTROLLER = 'services/cards/src/http/cards.controller.ts';
const MODULE = 'services/cards/src/app.module.ts';
const HANDLER = 'services/feeds/src/application/handle-card-starred.ts';

const STAR_CARD = `import { Injectable } from '@nestjs/common';
import { EventLog, retryOnConflict } from '#eventing';
import { DomainError } from '../domain/domain-error.js';
import { CardRepository } from '../infrastructure/card-repository.js';
import { cardChange } from './publish-card.js';
import { progressAfter } from './recorded-change.js';

/** Marks a card of one's own as worth coming back to. */
@Injectable()
export class StarCard {
  readonly #log: EventLog;
  readonly #cards: CardRepository;

  constructor(log: EventLog, cards: CardRepository) {
    this.#log = log;
    this.#cards = cards;
  }

  /** @throws DomainError \`card-not-found\`, \`not-your-card\` */
  async execute(command: { by: string; cardId: string }): Promise<void> {
    await retryOnConflict(() =>
      this.#log.transaction(async (uow) => {
        const card = await this.#cards.find(uow.sql, command.cardId);
        if (card === undefined) {
          throw new DomainError('not-found', 'card-not-found', 'There is no such card.');
        }
        card.cardStarred(command.by, new Date().toISOString());
        const change = cardChange(card);
        await this.#cards.update(uow.sql, card, progressAfter(change));
        uow.append(change);
      }),
    );
  }
}
`;

const ROUTE = `
  @Post(':id/star')
  @HttpCode(204)
  @ApiOperation({ summary: 'Star a card of yours' })
  @ApiNoContentResponse()
  async starCard(@CurrentUser() by: string, @Param('id', ParseIdPipe) cardId: string): Promise<void> {
    await this.#starCard.execute({ by, cardId });
  }
`;

export const CARD_STARRED: readonly Written[] = [
  {
    file: CONTRACT,
    find: 'Unwritten: say in a sentence what happened.',
    put: 'A researcher starred a card of theirs.',
  },
  {
    file: CONTRACT,
    find: 'Raised when Unwritten: say when it is raised, and when it is not.',
    put: 'Raised each time it is starred.',
  },
  {
    file: 'libs/contracts/src/catalogue.ts',
    find: 'Unwritten: say in a sentence what happened, for the catalogue.',
    put: 'A researcher starred a card of theirs.',
  },
  {
    file: 'libs/contracts/fixtures/cards/card-starred.v1/maximal.json',
    find: 'Unwritten: an example with every field',
    put: 'did:web:cy.example.org',
  },
  {
    file: CARD,
    find: 'Unwritten: name the codes with which it is refused, or that it never is',
    put: '`not-your-card`',
  },
  {
    file: CARD,
    find: / {4}throw new Error\(`Unwritten: [^`]*`\);\n/,
    put: `    if (byId !== this.curatorId) {
      throw new DomainError('forbidden', 'not-your-card', 'Only its curator can star a card.');
    }
    this.raise({ type: 'CardStarred', data: { cardId: this.id, byId, at } });
`,
  },
  { file: STATE, find: / {6}throw new Error\([^;]*\);\n/, put: '      return state;\n' },
  { file: 'services/cards/src/application/star-card.ts', put: STAR_CARD },
  { file: CONTROLLER, find: "\n  @Get(':id')\n", put: `${ROUTE}\n  @Get(':id')\n` },
  {
    file: CONTROLLER,
    find: 'getCard: GetCard) {\n',
    put: 'getCard: GetCard, starCard: StarCard) {\n    this.#starCard = starCard;\n',
  },
  {
    file: CONTROLLER,
    find: '  readonly #getCard: GetCard;\n',
    put: '  readonly #getCard: GetCard;\n  readonly #starCard: StarCard;\n',
  },
  {
    file: CONTROLLER,
    find: "import { SaveToLibrary } from '../application/save-to-library.js';\n",
    put: `import { SaveToLibrary } from '../application/save-to-library.js';
import { StarCard } from '../application/star-card.js';
`,
  },
  { file: MODULE, find: '    SaveToLibrary,\n', put: '    SaveToLibrary,\n    StarCard,\n' },
  {
    file: MODULE,
    find: "import { SaveToLibrary } from './application/save-to-library.js';\n",
    put: `import { SaveToLibrary } from './application/save-to-library.js';
import { StarCard } from './application/star-card.js';
`,
  },
  { file: HANDLER, find: 'Unwritten: say what feeds makes of it.', put: 'Marks the copy of the card.' },
  { file: HANDLER, find: '_uow: UnitOfWork', put: 'uow: UnitOfWork' },
  {
    file: HANDLER,
    find: / {2}throw new Error\([^;]*\);\n/,
    put: `  await uow.sql\`
    update cards set metadata = metadata || '{"starred": true}'
    where card_id = any(\${events.map(({ cardId }) => cardId)}::uuid[])\`;
`,
  },
  {
    file: 'test/contracts/expected/feeds.ts',
    find: / {4}state: \(\{ cardId \}\) => \(\{\n {6}unwritten: [^\n]*\n/,
    put: `    given: ['events.cards.card-added-to-library.v1'],
    state: ({ cardId }) => ({
      cards: [{ card_id: cardId, metadata: { starred: true } }],
      activity_cards: [{ card_id: cardId }],
      feed_entries: [{ card_id: cardId }],
`,
  },
  {
    file: 'test/contracts/acts/card-starred.ts',
    find: / {2}throw new Error\([^;]*\);\n/,
    put: `  const as = 'did:plc:ewvi7nxzyoun6zhxrhs64oiz';
  const body = { url: 'https://example.org/starred' };
  const card = await system.request('cards', 'POST', '/cards', { as, body });
  await system.request('cards', 'POST', \`/cards/\${String(card['id'])}/star\`, { as });
`,
  },
];
