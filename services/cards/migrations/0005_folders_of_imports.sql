CREATE TABLE "cards"."imported_folders" (
	"curator_id" text NOT NULL,
	"folder_key" uuid NOT NULL,
	"collection_id" uuid NOT NULL,
	CONSTRAINT "imported_folders_curator_id_folder_key_pk" PRIMARY KEY("curator_id","folder_key")
);
--> statement-breakpoint
ALTER TABLE "cards"."import_jobs" ADD COLUMN "collects" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "cards"."imported_folders" ADD CONSTRAINT "imported_folders_collection" FOREIGN KEY ("collection_id") REFERENCES "cards"."collections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "imported_folders_by_collection" ON "cards"."imported_folders" USING btree ("collection_id");