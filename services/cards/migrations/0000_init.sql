CREATE SCHEMA IF NOT EXISTS "cards";
--> statement-breakpoint
CREATE TABLE "cards"."cards" (
	"id" uuid PRIMARY KEY NOT NULL,
	"curator_id" text NOT NULL,
	"type" text NOT NULL,
	"url" text NOT NULL,
	"url_key" uuid GENERATED ALWAYS AS (md5(url)::uuid) STORED NOT NULL,
	"metadata" jsonb NOT NULL,
	"kind" text GENERATED ALWAYS AS (metadata ->> 'kind') STORED,
	"note" text,
	"via_card_id" uuid,
	"via_curator_id" text,
	"import_id" uuid,
	"added_at" timestamp (3) with time zone NOT NULL,
	"version" integer NOT NULL,
	"sequence" integer NOT NULL,
	CONSTRAINT "cards_type" CHECK ("cards"."cards"."type" in ('URL', 'NOTE', 'HIGHLIGHT'))
);
--> statement-breakpoint
CREATE TABLE "cards"."collaborators" (
	"collection_id" uuid NOT NULL,
	"did" text NOT NULL,
	CONSTRAINT "collaborators_collection_id_did_pk" PRIMARY KEY("collection_id","did")
);
--> statement-breakpoint
CREATE TABLE "cards"."collection_links" (
	"collection_id" uuid NOT NULL,
	"card_id" uuid NOT NULL,
	"added_by" text NOT NULL,
	"via_card_id" uuid,
	"added_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "collection_links_key" PRIMARY KEY("collection_id","card_id")
);
--> statement-breakpoint
CREATE TABLE "cards"."collections" (
	"id" uuid PRIMARY KEY NOT NULL,
	"author_id" text NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"access" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"version" integer NOT NULL,
	"sequence" integer NOT NULL,
	CONSTRAINT "collections_access" CHECK ("cards"."collections"."access" in ('OPEN', 'CLOSED'))
);
--> statement-breakpoint
CREATE TABLE "cards"."import_chunks" (
	"job_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"content" "bytea" NOT NULL,
	CONSTRAINT "import_chunks_job_id_position_pk" PRIMARY KEY("job_id","position")
);
--> statement-breakpoint
CREATE TABLE "cards"."import_jobs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"curator_id" text NOT NULL,
	"format" text NOT NULL,
	"status" text DEFAULT 'receiving' NOT NULL,
	"encoding" text DEFAULT 'utf-8' NOT NULL,
	"bytes" integer DEFAULT 0 NOT NULL,
	"total" integer,
	"added" integer DEFAULT 0 NOT NULL,
	"present" integer DEFAULT 0 NOT NULL,
	"rejected" integer DEFAULT 0 NOT NULL,
	"error" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"lease_owner" uuid,
	"lease_until" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "import_jobs_status" CHECK ("cards"."import_jobs"."status" in ('receiving', 'queued', 'running', 'done', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "cards"."import_rejections" (
	"job_id" uuid NOT NULL,
	"record" integer NOT NULL,
	"line" integer NOT NULL,
	"reason" text NOT NULL,
	"excerpt" text NOT NULL,
	CONSTRAINT "import_rejections_job_id_record_pk" PRIMARY KEY("job_id","record")
);
--> statement-breakpoint
ALTER TABLE "cards"."collaborators" ADD CONSTRAINT "collaborators_collection_id_collections_id_fk" FOREIGN KEY ("collection_id") REFERENCES "cards"."collections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cards"."collection_links" ADD CONSTRAINT "collection_links_collection" FOREIGN KEY ("collection_id") REFERENCES "cards"."collections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cards"."collection_links" ADD CONSTRAINT "collection_links_card" FOREIGN KEY ("card_id") REFERENCES "cards"."cards"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cards"."import_chunks" ADD CONSTRAINT "import_chunks_job_id_import_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "cards"."import_jobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cards"."import_rejections" ADD CONSTRAINT "import_rejections_job_id_import_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "cards"."import_jobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "cards_curator_url" ON "cards"."cards" USING btree ("curator_id","url_key") WHERE type = 'URL';--> statement-breakpoint
CREATE INDEX "cards_library" ON "cards"."cards" USING btree ("curator_id","added_at","id");--> statement-breakpoint
CREATE INDEX "collection_links_listing" ON "cards"."collection_links" USING btree ("collection_id","added_at","card_id");--> statement-breakpoint
CREATE INDEX "collection_links_by_card" ON "cards"."collection_links" USING btree ("card_id");--> statement-breakpoint
CREATE INDEX "collections_author" ON "cards"."collections" USING btree ("author_id","created_at","id");--> statement-breakpoint
CREATE INDEX "import_jobs_curator" ON "cards"."import_jobs" USING btree ("curator_id","created_at","id");--> statement-breakpoint
CREATE INDEX "import_jobs_unfinished" ON "cards"."import_jobs" USING btree ("created_at") WHERE status in ('receiving', 'queued', 'running');