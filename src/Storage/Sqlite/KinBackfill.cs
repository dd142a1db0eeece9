using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>What ties listings together, for rows of a file written before it was kept.</summary>
internal static class KinBackfill
{
    private const int Batch = 2_000;

    /// <summary>Does for rows of an older store what intake does for new ones; nothing where it was done.</summary>
    public static void Run(SqliteSession session)
    {
        if (session.Scalar("SELECT 1 FROM pending_backfills WHERE name = 'kin'") is null) return;
        session.Execute("BEGIN IMMEDIATE");
        try
        {
            for (long after = 0, last; (last = Fill(session, after)) > after; after = last)
            {
            }
            session.Execute("DELETE FROM pending_backfills WHERE name = 'kin'");
            session.Execute("COMMIT");
        }
        catch
        {
            if (!session.IsAutoCommit) session.Execute("ROLLBACK");
            throw;
        }
    }

    /// <summary>One batch; the last listing's number, or the number given when there was none.</summary>
    private static long Fill(SqliteSession session, long after)
    {
        var rows = session.All(
            """
            SELECT l.no, l.source_id, s.content, EXISTS (SELECT 1 FROM review_items i WHERE i.listing_no = l.no)
            FROM listings l JOIN snapshots s ON s.no = l.latest_snapshot WHERE l.no > ?1 ORDER BY l.no LIMIT ?2
            """,
            row => (No: row.GetInt64(0), Source: row.GetString(1), Content: row.GetString(2), HasItem: row.Flag(3)),
            after,
            Batch);
        foreach (var row in rows)
        {
            var record = Columns.FromJson<ExtractedListing>(row.Content).Record;
            KinRows.SaveSeller(session, row.No, SellerKey.Of(row.Source, record.Seller));
            if (row.HasItem) KinRows.SaveMarks(session, row.No, TextSketch.MarksOf(record));
        }
        return rows.Count == 0 ? after : rows[^1].No;
    }
}
