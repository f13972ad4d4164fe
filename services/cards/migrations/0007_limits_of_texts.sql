ALTER TABLE "cards"."cards" ADD CONSTRAINT "cards_url_length" CHECK (char_length("cards"."cards"."url") between 1 and 4096);--> statement-breakpoint
ALTER TABLE "cards"."cards" ADD CONSTRAINT "cards_note_length" CHECK (char_length("cards"."cards"."note") between 1 and 10000);--> statement-breakpoint
ALTER TABLE "cards"."cards" ADD CONSTRAINT "cards_quote_length" CHECK (char_length("cards"."cards"."quote") between 1 and 10000);--> statement-breakpoint
ALTER TABLE "cards"."cards" ADD CONSTRAINT "cards_selector_length" CHECK (char_length("cards"."cards"."selector") between 1 and 4096);--> statement-breakpoint
ALTER TABLE "cards"."collections" ADD CONSTRAINT "collections_name_length" CHECK (char_length("cards"."collections"."name") between 1 and 100);--> statement-breakpoint
ALTER TABLE "cards"."collections" ADD CONSTRAINT "collections_description_length" CHECK (char_length("cards"."collections"."description") between 1 and 500);--> statement-breakpoint
ALTER TABLE "cards"."connections" ADD CONSTRAINT "connections_note_length" CHECK (char_length("cards"."connections"."note") between 1 and 1000);