using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>What became of the random sample.</summary>
internal sealed class SqlRecall(IStoreReaders readers) : IRecallStore
{
    public Task<RecallCounts> CountAsync(IReadOnlyList<string>? units, CancellationToken cancellationToken) => readers.RunAsync(
        session =>
        {
            var seen = Seen(units);
            // The first decision that settles counts: what came after knew more than the sample did.
            var sample = session.First(
                $"""
                SELECT count(*), count(*) FILTER (WHERE kind = 'confirm'), count(*) FILTER (WHERE kind = 'dismiss') FROM (
                    SELECT (SELECT d.kind FROM decisions d WHERE d.item_no = r.item_no AND d.kind <> 'wait' ORDER BY d.no LIMIT 1) AS kind
                    FROM recall_samples r JOIN review_items i ON i.no = r.item_no WHERE {seen}) AS drawn
                """,
                row => (Drawn: row.GetInt64(0), Confirmed: row.GetInt64(1), Dismissed: row.GetInt64(2)));
            var flagged = session.First(
                $"""
                SELECT count(*) FILTER (WHERE state = 'confirmed'), count(*) FILTER (WHERE state = 'dismissed'), count(*) FILTER (WHERE state IN ('new', 'leased', 'waiting')),
                       coalesce(sum(priority) FILTER (WHERE state IN ('new', 'leased', 'waiting')), 0)
                FROM review_items i WHERE origin = 'flagged' AND {seen}
                """,
                row => (Confirmed: row.GetInt64(0), Dismissed: row.GetInt64(1), Open: row.GetInt64(2), Expected: row.GetDouble(3)));
            // Counting all is read off the smallest index; asking each row its unit would read a million rows.
            var listings = (long)session.Scalar(units is null
                ? $"SELECT (SELECT count(*) FROM listings) - (SELECT count(*) FROM listings WHERE source_id = '{WellKnownUnits.Canary}')"
                : $"SELECT count(*) FROM listings i WHERE {seen}")!;
            return new RecallCounts(
                sample.Drawn, sample.Confirmed, sample.Dismissed, Math.Max(0, listings - flagged.Confirmed - flagged.Dismissed - flagged.Open), flagged.Confirmed, flagged.Dismissed, flagged.Open, flagged.Expected);
        },
        cancellationToken);

    public Task<IReadOnlyList<QueueEntry>> DecidedAsync(IReadOnlyList<string>? units, int limit, CancellationToken cancellationToken) => readers.RunAsync<IReadOnlyList<QueueEntry>>(
        session =>
        [
            .. session.All(
                $"SELECT i.no FROM recall_samples r JOIN review_items i ON i.no = r.item_no WHERE i.state IN ('confirmed', 'dismissed') AND {Seen(units)} ORDER BY i.updated_at DESC LIMIT ?1",
                row => row.GetInt64(0),
                Math.Clamp(limit, 1, 200)).Select(no => SqlQueue.Entry(session, no)),
        ],
        cancellationToken);

    private static string Seen(IReadOnlyList<string>? units) => units is null
        ? $"i.unit_id <> '{WellKnownUnits.Canary}'"
        : $"i.unit_id IN ({string.Join(", ", units.Select(unit => $"'{unit.Replace("'", "''", StringComparison.Ordinal)}'"))})";
}
