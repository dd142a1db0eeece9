using System.Data.Common;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>Reads and writes review items with what hangs on them: codes, transitions, decisions.</summary>
internal static class ItemRows
{
    public const string Fields = "i.id, l.id, i.state, f.id, i.priority, i.codes, i.opened_at, i.updated_at, i.leased_by, i.leased_until, i.wait_until, i.reopened_by, i.unit_id, i.place, i.revision, i.value, i.price_ratio, i.origin, i.blind, i.assigned_to";

    public const string Joins = "review_items i JOIN listings l ON l.no = i.listing_no JOIN findings f ON f.no = i.finding_no";

    public const int Width = 20;

    public static ReviewItem Item(DbDataReader row) => Item(row, 0);

    public static ReviewItem Item(DbDataReader row, int at) => new()
    {
        Id = row.Id(at),
        ListingId = row.Id(at + 1),
        State = Columns.Value<ReviewState>(row.GetString(at + 2)),
        FindingId = row.Id(at + 3),
        Priority = row.GetDouble(at + 4),
        Codes = Columns.Texts(row.GetString(at + 5)),
        OpenedAt = row.Instant(at + 6),
        UpdatedAt = row.Instant(at + 7),
        LeasedBy = row.TextOrNull(at + 8),
        LeasedUntil = row.InstantOrNull(at + 9),
        WaitUntil = row.DateOrNull(at + 10),
        ReopenedBy = row.TextOrNull(at + 11),
        UnitId = row.GetString(at + 12),
        Place = row.TextOrNull(at + 13),
        Revision = row.GetInt32(at + 14),
        Value = row.GetDouble(at + 15),
        PriceRatio = row.IsDBNull(at + 16) ? null : row.GetDouble(at + 16),
        Origin = Columns.Value<ItemOrigin>(row.GetString(at + 17)),
        IsBlind = row.Flag(at + 18),
        AssignedTo = row.TextOrNull(at + 19),
    };

    /// <summary>Stores an item that opens, with its first transition.</summary>
    public static void Insert(StoreSession session, ItemChange change, long listingNo, long findingNo, string sourceId, string channel, string actor)
    {
        var item = change.Item;
        TakeTurn(session, item);
        var no = session.Insert(
            """
            INSERT INTO review_items (id, listing_no, finding_no, source_id, channel, state, priority, codes, opened_at, updated_at,
                leased_by, leased_until, wait_until, reopened_by, unit_id, place, unit_from, revision, value, price_ratio, origin, blind, assigned_to, seller_key)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?9, ?17, ?18, ?19, ?20, ?21, ?22, (SELECT seller_key FROM listings WHERE no = ?2))
            """,
            item.Id.Blob(),
            listingNo,
            findingNo,
            sourceId,
            channel,
            Columns.Name(item.State),
            item.Priority,
            Columns.Json(item.Codes),
            item.OpenedAt.ToMicroseconds(),
            item.UpdatedAt.ToMicroseconds(),
            item.LeasedBy,
            item.LeasedUntil?.ToMicroseconds(),
            item.WaitUntil?.Iso(),
            item.ReopenedBy,
            item.UnitId,
            item.Place,
            item.Revision,
            item.Value,
            item.PriceRatio,
            Columns.Name(item.Origin),
            item.IsBlind,
            item.AssignedTo);
        InsertCodes(session, no, item);
        InsertTransition(session, no, item, from: null, change.Trigger, actor, item.UpdatedAt);
        if (item.Origin == ItemOrigin.Sample) session.Post("INSERT INTO recall_samples (item_no, drawn_at) VALUES (?1, ?2)", no, item.OpenedAt.ToMicroseconds());
    }

    /// <summary>
    /// Stores a changed item with its transition. Returns its row, or null, storing nothing, when the revision is not the
    /// expected one. The stored revision is the expected one and one.
    /// </summary>
    public static long? Update(StoreSession session, ReviewItem changed, int expectedRevision, string trigger, string actor, DateTimeOffset at)
    {
        TakeTurn(session, changed);
        var before = session.First(
            $"SELECT no, state FROM review_items WHERE id = ?1 AND revision = ?2{session.Dialect.ForUpdate()}",
            row => (No: row.GetInt64(0), State: row.GetString(1)),
            changed.Id.Blob(),
            expectedRevision);
        if (before.State is null) return null;

        var finding = session.Scalar("SELECT no FROM findings WHERE id = ?1", changed.FindingId.Blob())
            ?? throw new InvalidOperationException($"The store knows no finding {changed.FindingId}.");
        session.Post("DELETE FROM item_codes WHERE item_no = ?1", before.No);
        session.Post(
            """
            UPDATE review_items SET finding_no = ?2, state = ?3, priority = ?4, codes = ?5, opened_at = ?6, updated_at = ?7, leased_by = ?8,
                leased_until = ?9, wait_until = ?10, reopened_by = ?11, unit_id = ?12, place = ?13, revision = ?14,
                value = ?15, price_ratio = ?16, origin = ?17, blind = ?18, assigned_to = ?19
            WHERE no = ?1
            """,
            before.No,
            finding,
            Columns.Name(changed.State),
            changed.Priority,
            Columns.Json(changed.Codes),
            changed.OpenedAt.ToMicroseconds(),
            changed.UpdatedAt.ToMicroseconds(),
            changed.LeasedBy,
            changed.LeasedUntil?.ToMicroseconds(),
            changed.WaitUntil?.Iso(),
            changed.ReopenedBy,
            changed.UnitId,
            changed.Place,
            expectedRevision + 1,
            changed.Value,
            changed.PriceRatio,
            Columns.Name(changed.Origin),
            changed.IsBlind,
            changed.AssignedTo);
        InsertCodes(session, before.No, changed);
        InsertTransition(session, before.No, changed with { Revision = expectedRevision + 1 }, before.State, trigger, actor, at);
        return before.No;
    }

    public static void InsertDecision(StoreSession session, long itemNo, int revision, Decision decision) => session.Execute(
        """
        INSERT INTO decisions (id, item_no, revision, finding_no, kind, codes, reason, decided_by, decided_at, wait_until)
        VALUES (?1, ?2, ?3, (SELECT no FROM findings WHERE id = ?4), ?5, ?6, ?7, ?8, ?9, ?10)
        """,
        decision.Id.Blob(),
        itemNo,
        revision,
        decision.FindingId.Blob(),
        Columns.Name(decision.Kind),
        Columns.Json(decision.Codes),
        decision.Reason,
        decision.DecidedBy,
        decision.DecidedAt.ToMicroseconds(),
        decision.WaitUntil?.Iso());

    // The counts of a unit are rows that all its changes write, in an order that the change decides: one after the other.
    private static void TakeTurn(StoreSession session, ReviewItem item) => session.TakeTurn("items:" + item.UnitId);

    private static void InsertCodes(StoreSession session, long no, ReviewItem item)
    {
        // A list narrowed to a violation must not tell what is read blind.
        if (item.HidesJudgement) return;
        foreach (var code in item.Codes.Distinct(StringComparer.Ordinal))
        {
            session.Post("INSERT INTO item_codes (item_no, code, state, priority, value) VALUES (?1, ?2, ?3, ?4, ?5)", no, code, Columns.Name(item.State), item.Priority, item.Value);
        }
    }

    private static void InsertTransition(StoreSession session, long no, ReviewItem item, string? from, string trigger, string actor, DateTimeOffset at) => session.Execute(
        "INSERT INTO item_transitions (item_no, revision, from_state, to_state, trigger, actor, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        no,
        item.Revision,
        from,
        Columns.Name(item.State),
        trigger,
        actor,
        at.ToMicroseconds());
}
