CREATE TABLE "cards"."page_lookups" (
	"url_key" uuid PRIMARY KEY GENERATED ALWAYS AS (md5(url)::uuid) STORED NOT NULL,
	"url" text NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"metadata" jsonb,
	"reason" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"cause" jsonb NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"lease_owner" uuid,
	CONSTRAINT "page_lookups_status" CHECK ("cards"."page_lookups"."status" in ('pending', 'resolved', 'failed')),
	CONSTRAINT "page_lookups_resolved" CHECK ("cards"."page_lookups"."status" <> 'resolved' or "cards"."page_lookups"."metadata" is not null)
);
--> statement-breakpoint
CREATE INDEX "page_lookups_due" ON "cards"."page_lookups" USING btree ("due_at") WHERE status = 'pending';--> statement-breakpoint
CREATE INDEX "cards_untitled" ON "cards"."cards" USING btree ("url_key") WHERE type = 'URL' and not metadata ? 'title';