import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { CATALOGUE } from '#contracts';
import { EventHistory, EventLog } from '#eventing';
import { Database, migrate, migrationSources } from '#platform';
import { AddCardToCollection } from '../src/application/add-card-to-collection.js';
import { ChangeConnection } from '../src/application/change-connection.js';
import { ConnectionEnds } from '../src/application/connection-ends.js';
import { CreateCollection } from '../src/application/create-collection.js';
import { DrawConnection } from '../src/application/draw-connection.js';
import { ForgetTakenBack } from '../src/application/forget-taken-back.js';
import { AddHighlight } from '../src/application/add-highlight.js';
import { ChangeCard } from '../src/application/change-card.js';
import { ChangeCardsOfCollection } from '../src/application/change-cards-of-collection.js';
import { ChangeCollection } from '../src/application/change-collection.js';
import { ChangeCollectionsOfCard } from '../src/application/change-collections-of-card.js';
import { DeleteCollection } from '../src/application/delete-collection.js';
import { GetCard } from '../src/application/get-card.js';
import { CollectFolders } from '../src/application/collect-folders.js';
import { ExportCards } from '../src/application/export-cards.js';
import { GetCollection } from '../src/application/get-collection.js';
import { GetCollectionAsOf } from '../src/application/get-collection-as-of.js';
import { GetHistory } from '../src/application/get-history.js';
import { GetLibraryStatus } from '../src/application/get-library-status.js';
import { GetImport } from '../src/application/get-import.js';
import { GetNeighbourhood } from '../src/application/get-neighbourhood.js';
import { ImportWorker } from '../src/application/import-worker.js';
import { ListCollections } from '../src/application/list-collections.js';
import { ListConnections } from '../src/application/list-connections.js';
import { ListLibraryAsOf } from '../src/application/list-library-as-of.js';
import { ListLibrary } from '../src/application/list-library.js';
import { PastCards } from '../src/application/past-cards.js';
import { ListHighlights } from '../src/application/list-highlights.js';
import { ListContributors } from '../src/application/list-contributors.js';
import { ListSaves } from '../src/application/list-saves.js';
import { OwnCards } from '../src/application/own-cards.js';
import { PreviewImport } from '../src/application/preview-import.js';
import { ReceiveImport } from '../src/application/receive-import.js';
import { RemoveCardFromCollection } from '../src/application/remove-card-from-collection.js';
import { RemoveConnection } from '../src/application/remove-connection.js';
import { RemoveFromLibrary } from '../src/application/remove-from-library.js';
import { RunImport } from '../src/application/run-import.js';
import { SaveToLibrary } from '../src/application/save-to-library.js';
import { WorkUrls } from '../src/application/work-urls.js';
import type { CardEvent } from '../src/domain/card-events.js';
import { afterCardEvent, type RecordedCard } from '../src/domain/card-state.js';
import type { CollectionEvent } from '../src/domain/collection-events.js';
import { afterCollectionEvent, type RecordedCollection } from '../src/domain/collection-state.js';
import { CardRepository } from '../src/infrastructure/card-repository.js';
import { CollectionRepository } from '../src/infrastructure/collection-repository.js';
import { ConnectionRepository } from '../src/infrastructure/connection-repository.js';
import { ImportedFolders } from '../src/infrastructure/imported-folders.js';
import { ImportLeases } from '../src/infrastructure/import-leases.js';
import { ImportRepository } from '../src/infrastructure/import-repository.js';
import { PastLibrary } from '../src/infrastructure/past-library.js';
import { TakenBackTexts } from '../src/infrastructure/taken-back-texts.js';
import { assertExplained } from '../../../test/kit/history-check.js';
import { historyViolations } from './history-check.js';

/** What the public URLs of cards and collections begin with. */
export const PUBLIC_BASE = 'https://commonplace.example';

/** An integration event as it stands in the outbox. */
export interface Published {
  type: string;
  subject: string;
  sequence: number;
  data: Record<string, unknown>;
}

/** A fresh database with a role and an empty schema for this service. */
interface FreshDatabase {
  urlOf(service: string): string;
  drop(): Promise<void>;
}

/** A real Postgres with this service's schema, and its use cases on it. */
export class CardsWorld {
  readonly #testDatabase: FreshDatabase;
  readonly database: Database;
  readonly log: EventLog;
  /** Ids of aggregates that the spec wrote to behind their backs: their events do not say so. */
  readonly overwritten = new Set<string>();
  readonly saveToLibrary: SaveToLibrary;
  readonly removeFromLibrary: RemoveFromLibrary;
  readonly changeCard: ChangeCard;
  readonly addHighlight: AddHighlight;
  readonly listHighlights: ListHighlights;
  readonly createCollection: CreateCollection;
  readonly addCard: AddCardToCollection;
  readonly removeCard: RemoveCardFromCollection;
  readonly changeCollection: ChangeCollection;
  readonly deleteCollection: DeleteCollection;
  readonly changeCardsOfCollection: ChangeCardsOfCollection;
  readonly changeCollectionsOfCard: ChangeCollectionsOfCard;
  readonly listLibrary: ListLibrary;
  readonly getCard: GetCard;
  readonly getCollection: GetCollection;
  readonly listCollections: ListCollections;
  readonly drawConnection: DrawConnection;
  readonly changeConnection: ChangeConnection;
  readonly removeConnection: RemoveConnection;
  readonly listConnections: ListConnections;
  readonly getNeighbourhood: GetNeighbourhood;
  readonly listLibraryAsOf: ListLibraryAsOf;
  readonly getCollectionAsOf: GetCollectionAsOf;
  readonly getHistory: GetHistory;
  readonly forgetTakenBack: ForgetTakenBack;
  readonly listContributors: ListContributors;
  readonly listSaves: ListSaves;
  readonly getLibraryStatus: GetLibraryStatus;
  readonly imports: ImportRepository;
  readonly leases: ImportLeases;
  readonly runImport: RunImport;
  readonly getImport: GetImport;
  readonly previewImport: PreviewImport;
  readonly exportCards: ExportCards;

  static async start(testDatabase: FreshDatabase): Promise<CardsWorld> {
    const url = testDatabase.urlOf('cards');
    await migrate({ url, schema: 'cards', sources: migrationSources('cards') });
    const database = new Database({
      url,
      schema: 'cards',
      max: 20,
      transactions: 20,
      applicationName: 'cards',
    });
    return new CardsWorld(testDatabase, database);
  }

  private constructor(testDatabase: FreshDatabase, database: Database) {
    this.#testDatabase = testDatabase;
    this.database = database;
    this.log = new EventLog(database.transactions, '/services/cards', () => undefined);
    const cards = new CardRepository(database);
    const collections = new CollectionRepository(database);
    const connections = new ConnectionRepository(database);
    const ends = new ConnectionEnds(database, cards, PUBLIC_BASE);
    this.drawConnection = new DrawConnection(this.log, connections, ends);
    this.changeConnection = new ChangeConnection(this.log, connections, new WorkUrls(database, PUBLIC_BASE));
    this.removeConnection = new RemoveConnection(this.log, connections);
    this.listConnections = new ListConnections(database);
    this.getNeighbourhood = new GetNeighbourhood(database);
    const events = new EventHistory(database.sql);
    const pastCards = new PastCards(database, events);
    this.listLibraryAsOf = new ListLibraryAsOf(new PastLibrary(database), pastCards);
    this.getCollectionAsOf = new GetCollectionAsOf(database, events, pastCards);
    this.forgetTakenBack = new ForgetTakenBack(database, new TakenBackTexts(), events);
    this.getHistory = new GetHistory(database, events);
    this.imports = new ImportRepository(database);
    this.leases = new ImportLeases(database);
    this.saveToLibrary = new SaveToLibrary(this.log, cards, collections);
    this.removeFromLibrary = new RemoveFromLibrary(this.log, cards, collections);
    this.changeCard = new ChangeCard(this.log, cards);
    this.addHighlight = new AddHighlight(this.log, cards);
    this.listHighlights = new ListHighlights(database);
    this.createCollection = new CreateCollection(this.log, collections);
    this.addCard = new AddCardToCollection(this.saveToLibrary);
    this.removeCard = new RemoveCardFromCollection(this.log, collections);
    const own = new OwnCards(cards);
    this.changeCollection = new ChangeCollection(this.log, collections);
    this.deleteCollection = new DeleteCollection(this.log, collections);
    this.changeCardsOfCollection = new ChangeCardsOfCollection(this.log, collections, own);
    this.changeCollectionsOfCard = new ChangeCollectionsOfCard(this.log, cards, collections, own);
    this.listLibrary = new ListLibrary(database);
    this.getCard = new GetCard(database);
    this.getCollection = new GetCollection(database);
    this.listCollections = new ListCollections(database);
    this.listContributors = new ListContributors(database);
    this.listSaves = new ListSaves(database);
    this.getLibraryStatus = new GetLibraryStatus(database);
    this.runImport = new RunImport(
      this.log,
      this.imports,
      this.leases,
      new CollectFolders(cards, collections, new ImportedFolders(database)),
    );
    this.getImport = new GetImport(this.imports);
    this.exportCards = new ExportCards(database);
    this.previewImport = new PreviewImport(this.imports);
  }

  /** @throws when the events of anything that the spec wrote do not say what its row is */
  async stop(): Promise<void> {
    const violations = await historyViolations(this.database.sql, this.overwritten);
    await this.database.close();
    await this.#testDatabase.drop();
    assertExplained(violations);
  }

  /** A worker that has not been started. */
  worker(): ImportWorker {
    return new ImportWorker(this.leases, this.imports, this.runImport);
  }

  receiveImport(worker = this.worker()): ReceiveImport {
    return new ReceiveImport(this.imports, worker);
  }

  /** What was published, in the order of its writing; each event valid by its contract. */
  async published(...subjects: string[]): Promise<Published[]> {
    const rows = await this.database.sql<{ body: string }[]>`
      select body from outbox where ${subjects.length === 0} or aggregate_id = any(${subjects}) order by position`;
    return rows.map(({ body }) => {
      const { type, subject, sequence, data } = JSON.parse(body) as Omit<Published, 'sequence'> & {
        sequence: string;
      };
      assertValid(type, data);
      return { type, subject, sequence: Number.parseInt(sequence), data };
    });
  }

  /** The domain events of an aggregate, oldest first. */
  async history(aggregateId: string): Promise<{ version: number; type: string }[]> {
    return this.database.sql<{ version: number; type: string }[]>`
      select version, type from event_store where aggregate_id = ${aggregateId} order by version`;
  }

  /** The card that its stored events make. */
  async recordedCard(id: string): Promise<RecordedCard | undefined> {
    const events = await this.database.sql<CardEvent[]>`
      select type, data from event_store where aggregate_id = ${id} order by version`;
    return events.reduce<RecordedCard | undefined>(afterCardEvent, undefined);
  }

  /** The collection that its stored events make. */
  async recordedCollection(id: string): Promise<RecordedCollection | undefined> {
    const events = await this.database.sql<CollectionEvent[]>`
      select type, data from event_store where aggregate_id = ${id} order by version`;
    return events.reduce<RecordedCollection | undefined>(afterCollectionEvent, undefined);
  }

  /** Progress as the row has it. */
  async progress(
    table: 'cards' | 'collections' | 'connections',
    id: string,
  ): Promise<{ version: number; sequence: number }> {
    const [row] = await this.database.sql<{ version: number; sequence: number }[]>`
      select version, sequence from ${this.database.sql(table)} where id = ${id}`;
    if (row === undefined) throw new Error(`${table} has no ${id}`);
    return { ...row };
  }
}

function assertValid(type: string, data: object): void {
  const contract = CATALOGUE.find((event) => event.type === type);
  if (contract === undefined) throw new Error(`${type} is not in the catalogue`);
  const errors = validateSync(plainToInstance(contract, data), {
    whitelist: true,
    forbidNonWhitelisted: true,
  });
  if (errors.length > 0) throw new Error(`${type} breaks its contract: ${errors.join()}`);
}
