-- What keeps a page of the queue quick at a hundred thousand items and a million listings.

-- Everything a narrowing asks of an item stands in the index that is read in order, its codes and source included: a violation within
-- a place, or a price ratio within a source, is answered without one look into the table.
DROP INDEX review_items_by_value;
CREATE INDEX review_items_by_value ON review_items (state, value DESC, no, unit_id, channel, source_id, priority, blind, price_ratio, opened_at, place, codes, listing_no, assigned_to, leased_by, seller_key);
CREATE INDEX review_items_by_place ON review_items (place, state, value DESC, no, unit_id, channel, source_id, priority, blind, price_ratio, opened_at, codes, listing_no) WHERE place IS NOT NULL;

-- Ages and days of the overview; totals.
CREATE INDEX review_items_opened ON review_items (opened_at, unit_id, state);
