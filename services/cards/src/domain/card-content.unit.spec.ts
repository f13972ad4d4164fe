import { Card, type CardState } from './card.js';
import type { HighlightContent } from './card-content.js';
import type { CardEvent } from './card-events.js';

const ADA = 'did:plc:ada';
const BOB = 'did:plc:bob';
const ADDED_AT = '2026-05-01T10:00:00.000Z';
const AT = '2026-05-02T10:00:00.000Z';
const URL_CARD: CardState = {
  id: 'card-1',
  curatorId: ADA,
  content: { type: 'URL', url: 'https://example.com/a', metadata: { title: 'A' } },
  addedAt: ADDED_AT,
};
const PASSAGE = { quote: 'To be or not', selector: 'text=To%20be,not' };
const CONTENT: HighlightContent = {
  type: 'HIGHLIGHT',
  url: 'https://example.com/a',
  parentCardId: 'card-1',
  ...PASSAGE,
};
const HIGHLIGHT: CardState = { id: 'card-2', curatorId: ADA, content: CONTENT, addedAt: ADDED_AT };

/** `given` a stored card, `when` a command runs, `then` these events are raised, or it is refused with a code. */
function given(state: CardState) {
  const card = Card.restore(state, { version: 1, sequence: 1 });
  return {
    when(command: (card: Card) => Card | undefined) {
      return {
        then(...events: CardEvent[]): void {
          expect((command(card) ?? card).raised).toEqual(events);
        },
        thenRefused(code: string): void {
          expect(() => command(card)).toThrow(expect.objectContaining({ code }));
          expect(card.raised).toEqual([]);
        },
      };
    },
  };
}

const write =
  (note: string, by = ADA) =>
  (card: Card) => {
    card.writeNote(note, by, AT);
    return undefined;
  };
const removeNote = (by: string) => (card: Card) => {
  card.removeNote(by, AT);
  return undefined;
};
const move =
  (passage: typeof PASSAGE, by = ADA) =>
  (card: Card) => {
    card.moveHighlight(passage, by, AT);
    return undefined;
  };
const highlight =
  (changes: object = {}) =>
  (card: Card) =>
    card.highlight({ id: 'card-2', by: ADA, at: AT, ...PASSAGE, ...changes });
const noteChanged = (note?: string): CardEvent => ({
  type: 'CardNoteChanged',
  data: { cardId: 'card-1', curatorId: ADA, ...(note === undefined ? {} : { note }), changedAt: AT },
});

describe('a note', () => {
  it('is written by the curator', () => {
    given(URL_CARD).when(write(' read\u0000 ')).then(noteChanged('read'));
  });
  it('takes the place of the one before', () => {
    given({ ...URL_CARD, note: 'old' })
      .when(write('new'))
      .then(noteChanged('new'));
  });
  it('that reads so already changes nothing', () => {
    given({ ...URL_CARD, note: 'same' })
      .when(write('same '))
      .then();
  });
  it('is taken away', () => {
    given({ ...URL_CARD, note: 'old' })
      .when(removeNote(ADA))
      .then(noteChanged());
  });
  it('that is not there is away', () => {
    given(URL_CARD).when(removeNote(ADA)).then();
  });
  it.each(['', ' \n', 'x'.repeat(10_001)])('is refused when it is empty or too long (%#)', (note) => {
    given(URL_CARD).when(write(note)).thenRefused('invalid-note');
  });
  it('is nobody else’s to write or take away', () => {
    given(URL_CARD).when(write('mine', BOB)).thenRefused('not-your-card');
    given({ ...URL_CARD, note: 'hers' })
      .when(removeNote(BOB))
      .thenRefused('not-your-card');
  });
  it('says when the card last changed', () => {
    const card = Card.restore(URL_CARD, { version: 1, sequence: 1 });
    write('read')(card);
    expect(card).toMatchObject({ note: 'read', changedAt: AT, addedAt: ADDED_AT });
  });
});

describe('a highlight', () => {
  it('is a card of its own, on its card and the same work', () => {
    given(URL_CARD)
      .when(highlight({ note: 'Indeed' }))
      .then({
        type: 'HighlightAdded',
        data: { cardId: 'card-2', curatorId: ADA, content: CONTENT, note: 'Indeed', addedAt: AT },
      });
  });
  it('is on a URL card only', () => {
    given(HIGHLIGHT).when(highlight()).thenRefused('not-a-url-card');
  });
  it('is on one’s own card only', () => {
    given(URL_CARD)
      .when(highlight({ by: BOB }))
      .thenRefused('not-your-card');
  });
  it('moves to another passage', () => {
    const passage = { quote: 'That is', selector: 'text=That%20is' };
    given(HIGHLIGHT)
      .when(move(passage))
      .then({
        type: 'HighlightMoved',
        data: { cardId: 'card-2', curatorId: ADA, content: { ...CONTENT, ...passage }, changedAt: AT },
      });
  });
  it('that quotes the passage already stays as it is', () => {
    given(HIGHLIGHT).when(move(PASSAGE)).then();
  });
  it('is moved by nobody else', () => {
    given(HIGHLIGHT).when(move(PASSAGE, BOB)).thenRefused('not-your-card');
  });
  it('has a passage, as no URL card has', () => {
    given(URL_CARD).when(move(PASSAGE)).thenRefused('not-a-highlight');
  });
  it('knows nothing of the work but its URL', () => {
    const card = Card.restore(HIGHLIGHT, { version: 1, sequence: 1 });
    expect([card.content.url, card.metadata]).toEqual(['https://example.com/a', {}]);
  });
});
