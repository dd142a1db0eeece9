using System.Data.Common;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>Reads listings, snapshots and findings from their columns; the column lists and the readers belong together.</summary>
internal static class ListingRows
{
    public const string ListingColumns = "l.id, l.source_id, l.key, l.url, l.first_seen, l.last_seen, l.state, l.unit_id, l.place";

    public const string SnapshotColumns = "s.id, l.id, c.id, s.captured_at, s.content, s.content_sha256, s.definition_version, s.extractor_version";

    public const string FindingColumns = "f.id, l.id, s.id, f.scored_at, f.result, v.features, v.model, v.prior, v.packs";

    public const int ListingWidth = 9;

    public const int SnapshotWidth = 8;

    public static Listing Listing(DbDataReader row, int at = 0) => new()
    {
        Id = row.Id(at),
        SourceId = row.GetString(at + 1),
        Key = row.GetString(at + 2),
        Url = row.GetString(at + 3),
        FirstSeen = row.Instant(at + 4),
        LastSeen = row.Instant(at + 5),
        State = row.GetString(at + 6),
        UnitId = row.GetString(at + 7),
        Place = row.TextOrNull(at + 8),
    };

    public static Snapshot Snapshot(DbDataReader row, int at = 0) => new()
    {
        Id = row.Id(at),
        ListingId = row.Id(at + 1),
        CaptureId = row.Id(at + 2),
        CapturedAt = row.Instant(at + 3),
        Content = Columns.FromJson<ExtractedListing>(row.GetString(at + 4)),
        ContentSha256 = row.GetString(at + 5),
        DefinitionVersion = row.GetString(at + 6),
        ExtractorVersion = row.GetString(at + 7),
    };

    public static Finding Finding(DbDataReader row, int at = 0) => new()
    {
        Id = row.Id(at),
        ListingId = row.Id(at + 1),
        SnapshotId = row.Id(at + 2),
        ScoredAt = row.Instant(at + 3),
        Result = StoredResult.Read(row.GetString(at + 4)),
        Versions = new ScorerVersions(row.GetString(at + 5), row.GetString(at + 6), row.GetString(at + 7), row.GetString(at + 8)),
    };
}
