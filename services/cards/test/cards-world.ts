import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { CATALOGUE } from '#contracts';
import { EventLog } from '#eventing';
import { Database, migrate, migrationSources } from '#platform';
import { AddCardToCollection } from '../src/application/add-card-to-collection.js';
import { CollectFolders } from '../src/application/collect-folders.js';
import { CreateCollection } from '../src/application/create-collection.js';
import { ExportCards } from '../src/application/export-cards.js';
import { GetCollection } from '../src/application/get-collection.js';
import { GetImport } from '../src/application/get-import.js';
import { ImportWorker } from '../src/application/import-worker.js';
import { ListCollections } from '../src/application/list-collections.js';
import { ListLibrary } from '../src/application/list-library.js';
import { PreviewImport } from '../src/application/preview-import.js';
import { ReceiveImport } from '../src/application/receive-import.js';
import { RemoveCardFromCollection } from '../src/application/remove-card-from-collection.js';
import { RemoveFromLibrary } from '../src/application/remove-from-library.js';
import { RunImport } from '../src/application/run-import.js';
import { SaveToLibrary } from '../src/application/save-to-library.js';
import { CardRepository } from '../src/infrastructure/card-repository.js';
import { CollectionRepository } from '../src/infrastructure/collection-repository.js';
import { ImportedFolders } from '../src/infrastructure/imported-folders.js';
import { ImportLeases } from '../src/infrastructure/import-leases.js';
import { ImportRepository } from '../src/infrastructure/import-repository.js';

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
  readonly saveToLibrary: SaveToLibrary;
  readonly removeFromLibrary: RemoveFromLibrary;
  readonly createCollection: CreateCollection;
  readonly addCard: AddCardToCollection;
  readonly removeCard: RemoveCardFromCollection;
  readonly listLibrary: ListLibrary;
  readonly getCollection: GetCollection;
  readonly listCollections: ListCollections;
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
    this.imports = new ImportRepository(database);
    this.leases = new ImportLeases(database);
    this.saveToLibrary = new SaveToLibrary(this.log, cards, collections);
    this.removeFromLibrary = new RemoveFromLibrary(this.log, cards, collections);
    this.createCollection = new CreateCollection(this.log, collections);
    this.addCard = new AddCardToCollection(this.saveToLibrary);
    this.removeCard = new RemoveCardFromCollection(this.log, collections);
    this.listLibrary = new ListLibrary(database);
    this.getCollection = new GetCollection(database);
    this.listCollections = new ListCollections(database);
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

  async stop(): Promise<void> {
    await this.database.close();
    await this.#testDatabase.drop();
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

  /** Progress as the row has it. */
  async progress(table: 'cards' | 'collections', id: string): Promise<{ version: number; sequence: number }> {
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
