ALTER TABLE "cards"."cards" DROP CONSTRAINT "cards_type";--> statement-breakpoint
ALTER TABLE "cards"."cards" ADD COLUMN "parent_card_id" uuid;--> statement-breakpoint
ALTER TABLE "cards"."cards" ADD COLUMN "quote" text;--> statement-breakpoint
ALTER TABLE "cards"."cards" ADD COLUMN "selector" text;--> statement-breakpoint
ALTER TABLE "cards"."cards" ADD COLUMN "selector_key" uuid GENERATED ALWAYS AS (md5(selector)::uuid) STORED;--> statement-breakpoint
ALTER TABLE "cards"."cards" ADD COLUMN "changed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "cards"."cards" ADD CONSTRAINT "cards_parent" FOREIGN KEY ("parent_card_id") REFERENCES "cards"."cards"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "cards_parent_selector" ON "cards"."cards" USING btree ("parent_card_id","selector_key");--> statement-breakpoint
ALTER TABLE "cards"."cards" ADD CONSTRAINT "cards_content" CHECK (case "cards"."cards"."type"
        when 'URL' then num_nonnulls("cards"."cards"."parent_card_id", "cards"."cards"."quote", "cards"."cards"."selector") = 0
        when 'HIGHLIGHT' then num_nonnulls("cards"."cards"."parent_card_id", "cards"."cards"."quote", "cards"."cards"."selector") = 3
        else false end);--> statement-breakpoint
-- Finds the highlights that somebody ever made.
CREATE INDEX "event_store_highlights" ON "cards"."event_store" USING btree ((data ->> 'curatorId'))
  WHERE type = 'HighlightAdded';
