namespace Ecom389.Monitor.Storage;

/// <summary>One thing that always holds: a query that returns the rows that break it, each as one text.</summary>
internal sealed record StoreInvariant(string Name, string Violations);

/// <summary>What must hold of the records whatever happened: power loss, a full disk, a copy taken under load.</summary>
internal static class StoreInvariants
{
    public static IReadOnlyList<StoreInvariant> Of(Dialect dialect) =>
    [
        new("listing-has-latest-snapshot", "SELECT 'listing ' || l.no FROM listings l LEFT JOIN snapshots s ON s.no = l.latest_snapshot AND s.listing_no = l.no WHERE l.merged_into IS NULL AND s.no IS NULL"),
        new("snapshot-has-finding", "SELECT 'snapshot ' || s.no FROM snapshots s LEFT JOIN findings f ON f.no = s.latest_finding AND f.snapshot_no = s.no WHERE f.no IS NULL"),
        new("snapshot-of-its-source", "SELECT 'snapshot ' || s.no FROM snapshots s JOIN listings l ON l.no = s.listing_no JOIN captures c ON c.no = s.capture_no WHERE c.source_id <> l.source_id"),
        new("listing-has-address", "SELECT 'listing ' || l.no FROM listings l WHERE NOT EXISTS (SELECT 1 FROM listing_urls u WHERE u.listing_no = l.no)"),
        new("listing-is-searchable", $"SELECT 'listing ' || l.no FROM listings l WHERE l.latest_snapshot IS NOT NULL AND NOT EXISTS (SELECT 1 FROM listing_words w WHERE w.{dialect.WordsKey} = l.no)"),
        new("captured-page-is-finished", "SELECT 'capture ' || c.no FROM captures c JOIN frontier f ON f.run_no = c.run_no AND f.url = c.request_url WHERE f.state = 'pending' AND f.attempts = 0"),
        new("lease-is-whole", "SELECT 'frontier ' || no FROM frontier WHERE CASE WHEN state = 'leased' THEN leased_by IS NULL OR leased_until IS NULL ELSE leased_by IS NOT NULL OR leased_until IS NOT NULL END"),
        new("item-shows-its-listing", "SELECT 'item ' || i.no FROM review_items i JOIN findings f ON f.no = i.finding_no JOIN snapshots s ON s.no = f.snapshot_no JOIN listings l ON l.no = s.listing_no WHERE s.listing_no <> i.listing_no AND coalesce(l.merged_into, -1) <> i.listing_no"),
        new("item-has-every-transition", "SELECT 'item ' || i.no FROM review_items i WHERE (SELECT count(*) FROM item_transitions t WHERE t.item_no = i.no AND t.revision <= i.revision) <> i.revision + 1 - (SELECT min(t.revision) FROM item_transitions t WHERE t.item_no = i.no)"),
        new("item-is-where-it-went", "SELECT 'item ' || i.no FROM review_items i JOIN item_transitions t ON t.item_no = i.no AND t.revision = i.revision WHERE t.to_state <> i.state"),
        new("decision-has-transition", "SELECT 'decision ' || d.no FROM decisions d LEFT JOIN item_transitions t ON t.item_no = d.item_no AND t.revision = d.revision WHERE t.item_no IS NULL"),
        new("item-codes-as-item", "SELECT 'item ' || c.item_no FROM item_codes c JOIN review_items i ON i.no = c.item_no WHERE c.state <> i.state OR c.priority <> i.priority"),
        new("counts-as-rows", """
            SELECT 'counts ' || k.unit_id || '/' || k.state || '/' || k.source_id FROM item_counts k
            WHERE k.code = '' AND k.n <> (SELECT count(*) FROM review_items i WHERE i.unit_id = k.unit_id AND i.state = k.state AND i.source_id = k.source_id AND i.channel = k.channel)
            """),
        new("one-run-a-date", "SELECT 'job ' || job || ' ' || slot FROM job_runs GROUP BY job, slot HAVING count(*) > 1"),
        new("list-is-whole", "SELECT 'list ' || l.no FROM certified_lists l WHERE l.row_count <> (SELECT count(*) FROM certified_devices d WHERE d.list_no = l.no)"),
    ];
}
