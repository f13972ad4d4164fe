import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { AddCardToCollection } from './application/add-card-to-collection.js';
import { ChangeConnection } from './application/change-connection.js';
import { ConnectionEnds } from './application/connection-ends.js';
import { CreateCollection } from './application/create-collection.js';
import { DrawConnection } from './application/draw-connection.js';
import { ForgetTakenBack } from './application/forget-taken-back.js';
import { AddHighlight } from './application/add-highlight.js';
import { ChangeCard } from './application/change-card.js';
import { ChangeCardsOfCollection } from './application/change-cards-of-collection.js';
import { ChangeCollection } from './application/change-collection.js';
import { ChangeCollectionsOfCard } from './application/change-collections-of-card.js';
import { DeleteCollection } from './application/delete-collection.js';
import { CollectFolders } from './application/collect-folders.js';
import { ExportCards } from './application/export-cards.js';
import { GetCard } from './application/get-card.js';
import { GetCollection } from './application/get-collection.js';
import { GetCollectionAsOf } from './application/get-collection-as-of.js';
import { GetConnection } from './application/get-connection.js';
import { GetHistory } from './application/get-history.js';
import { GetLibraryStatus } from './application/get-library-status.js';
import { GetImport } from './application/get-import.js';
import { GetNeighbourhood } from './application/get-neighbourhood.js';
import { ImportWorker } from './application/import-worker.js';
import { GetWorkMetadata } from './application/get-work-metadata.js';
import { ListCollections } from './application/list-collections.js';
import { ListConnections } from './application/list-connections.js';
import { ListContributors } from './application/list-contributors.js';
import { ListHighlights } from './application/list-highlights.js';
import { ListImports } from './application/list-imports.js';
import { ListLibraryAsOf } from './application/list-library-as-of.js';
import { ListLibrary } from './application/list-library.js';
import { PastCards } from './application/past-cards.js';
import { ListSaves } from './application/list-saves.js';
import { MetadataWorker } from './application/metadata-worker.js';
import { OwnCards } from './application/own-cards.js';
import { PreviewImport } from './application/preview-import.js';
import { ReadPage } from './application/read-page.js';
import { ReceiveImport } from './application/receive-import.js';
import { RemoveCardFromCollection } from './application/remove-card-from-collection.js';
import { RemoveConnection } from './application/remove-connection.js';
import { RemoveFromLibrary } from './application/remove-from-library.js';
import { RunImport } from './application/run-import.js';
import { SaveToLibrary } from './application/save-to-library.js';
import { TellCards } from './application/tell-cards.js';
import { WorkUrls } from './application/work-urls.js';
import { LibraryEventsController } from './events/library-events.controller.js';
import { CardContentController } from './http/card-content.controller.js';
import { CardsController } from './http/cards.controller.js';
import { CollectingController } from './http/collecting.controller.js';
import { CollectionSettingsController } from './http/collection-settings.controller.js';
import { CollectionsController } from './http/collections.controller.js';
import { ConnectionsController } from './http/connections.controller.js';
import { ConnectionQueriesController } from './http/connection-queries.controller.js';
import { DomainErrors } from './http/domain-errors.js';
import { HistoryController } from './http/history.controller.js';
import { ExportsController } from './http/exports.controller.js';
import { ImportsController } from './http/imports.controller.js';
import { LibraryController } from './http/library.controller.js';
import { WorksController } from './http/works.controller.js';
import { CardRepository } from './infrastructure/card-repository.js';
import { CollectionRepository } from './infrastructure/collection-repository.js';
import { ConnectionRepository } from './infrastructure/connection-repository.js';
import { ImportedFolders } from './infrastructure/imported-folders.js';
import { ImportLeases } from './infrastructure/import-leases.js';
import { ImportRepository } from './infrastructure/import-repository.js';
import { PageLookups } from './infrastructure/page-lookups.js';
import { PastLibrary } from './infrastructure/past-library.js';
import { TakenBackTexts } from './infrastructure/taken-back-texts.js';

/** The cards service: libraries, collections, connections and imports, and the only writer of them. */
@Module({
  controllers: [
    CardsController,
    LibraryController,
    CollectionsController,
    ConnectionsController,
    ConnectionQueriesController,
    HistoryController,
    CardContentController,
    CollectionSettingsController,
    CollectingController,
    WorksController,
    ImportsController,
    ExportsController,
    LibraryEventsController,
  ],
  providers: [
    { provide: APP_INTERCEPTOR, useClass: DomainErrors },
    CardRepository,
    CollectionRepository,
    ConnectionRepository,
    ImportRepository,
    PastLibrary,
    TakenBackTexts,
    ImportLeases,
    ImportedFolders,
    SaveToLibrary,
    RemoveFromLibrary,
    GetCard,
    ChangeCard,
    AddHighlight,
    ListHighlights,
    ExportCards,
    ListLibrary,
    CreateCollection,
    AddCardToCollection,
    RemoveCardFromCollection,
    ChangeCollection,
    DeleteCollection,
    OwnCards,
    ChangeCardsOfCollection,
    ChangeCollectionsOfCard,
    GetCollection,
    ListCollections,
    WorkUrls,
    ConnectionEnds,
    DrawConnection,
    ChangeConnection,
    RemoveConnection,
    GetConnection,
    ListConnections,
    GetNeighbourhood,
    PastCards,
    ListLibraryAsOf,
    GetCollectionAsOf,
    GetHistory,
    ForgetTakenBack,
    ListContributors,
    ListSaves,
    GetLibraryStatus,
    ReceiveImport,
    PreviewImport,
    CollectFolders,
    RunImport,
    ImportWorker,
    GetImport,
    ListImports,
    PageLookups,
    ReadPage,
    TellCards,
    MetadataWorker,
    GetWorkMetadata,
  ],
})
export class AppModule {}
