CREATE TABLE "cards"."connections" (
	"id" uuid PRIMARY KEY NOT NULL,
	"curator_id" text NOT NULL,
	"source" jsonb NOT NULL,
	"target" jsonb NOT NULL,
	"source_key" uuid GENERATED ALWAYS AS (md5(source ->> 'url')::uuid) STORED NOT NULL,
	"target_key" uuid GENERATED ALWAYS AS (md5(target ->> 'url')::uuid) STORED NOT NULL,
	"type" text NOT NULL,
	"note" text,
	"key" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"version" integer NOT NULL,
	"sequence" integer NOT NULL,
	CONSTRAINT "connections_ends" CHECK (source ->> 'url' <> target ->> 'url'),
	CONSTRAINT "connections_type" CHECK ("cards"."connections"."type" in ('SUPPORTS', 'OPPOSES', 'ADDRESSES', 'HELPFUL', 'LEADS_TO', 'RELATED', 'SUPPLEMENT', 'EXPLAINER'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX "connections_curator_key" ON "cards"."connections" USING btree ("curator_id","key");--> statement-breakpoint
CREATE INDEX "connections_curator" ON "cards"."connections" USING btree ("curator_id","created_at","id");--> statement-breakpoint
CREATE INDEX "connections_source" ON "cards"."connections" USING btree ("source_key","created_at","id");--> statement-breakpoint
CREATE INDEX "connections_target" ON "cards"."connections" USING btree ("target_key","created_at","id");--> statement-breakpoint
CREATE INDEX "connections_pair" ON "cards"."connections" USING btree ("source_key","target_key");