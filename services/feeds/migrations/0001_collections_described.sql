ALTER TABLE "feeds"."collections" ADD COLUMN "description" text;--> statement-breakpoint
ALTER TABLE "feeds"."collections" ADD COLUMN "access" text DEFAULT 'CLOSED' NOT NULL;