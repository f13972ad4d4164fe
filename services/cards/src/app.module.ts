import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { AddCardToCollection } from './application/add-card-to-collection.js';
import { CollectFolders } from './application/collect-folders.js';
import { CreateCollection } from './application/create-collection.js';
import { ExportCards } from './application/export-cards.js';
import { GetCard } from './application/get-card.js';
import { GetCollection } from './application/get-collection.js';
import { GetImport } from './application/get-import.js';
import { ImportWorker } from './application/import-worker.js';
import { ListCollections } from './application/list-collections.js';
import { ListImports } from './application/list-imports.js';
import { ListLibrary } from './application/list-library.js';
import { PreviewImport } from './application/preview-import.js';
import { ReceiveImport } from './application/receive-import.js';
import { RemoveCardFromCollection } from './application/remove-card-from-collection.js';
import { RemoveFromLibrary } from './application/remove-from-library.js';
import { RunImport } from './application/run-import.js';
import { SaveToLibrary } from './application/save-to-library.js';
import { CardsController } from './http/cards.controller.js';
import { CollectionsController } from './http/collections.controller.js';
import { DomainErrors } from './http/domain-errors.js';
import { ExportsController } from './http/exports.controller.js';
import { ImportsController } from './http/imports.controller.js';
import { LibraryController } from './http/library.controller.js';
import { CardRepository } from './infrastructure/card-repository.js';
import { CollectionRepository } from './infrastructure/collection-repository.js';
import { ImportedFolders } from './infrastructure/imported-folders.js';
import { ImportLeases } from './infrastructure/import-leases.js';
import { ImportRepository } from './infrastructure/import-repository.js';

/** The cards service: libraries, collections and imports, and the only writer of them. */
@Module({
  controllers: [
    CardsController,
    LibraryController,
    CollectionsController,
    ImportsController,
    ExportsController,
  ],
  providers: [
    { provide: APP_INTERCEPTOR, useClass: DomainErrors },
    CardRepository,
    CollectionRepository,
    ImportRepository,
    ImportLeases,
    ImportedFolders,
    SaveToLibrary,
    RemoveFromLibrary,
    GetCard,
    ExportCards,
    ListLibrary,
    CreateCollection,
    AddCardToCollection,
    RemoveCardFromCollection,
    GetCollection,
    ListCollections,
    ReceiveImport,
    PreviewImport,
    CollectFolders,
    RunImport,
    ImportWorker,
    GetImport,
    ListImports,
  ],
})
export class AppModule {}
