using System.Data.Common;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>Writes where things come from: source, capture, scorer.</summary>
internal static class CaptureRows
{
    // How old "last_seen" of a source may grow, in microseconds, before a page's acknowledgement writes it again.
    private const long SeenSlack = 10_000_000;

    /// <summary>Keeps the source as it was last seen, and every version of its definition.</summary>
    public static void SaveSource(StoreSession session, SourceDefinition source, DateTimeOffset at)
    {
        // All pages of a source come to its one row: written once in ten seconds there is nothing to be synced for it, and they need not queue.
        if (IsKnown(session, source, at)) return;
        session.Post(
            """
            INSERT INTO sources (id, name, channel, unit_id, place, unit_from, version, first_seen, last_seen) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?6, ?6)
            ON CONFLICT (id) DO UPDATE SET
                name = excluded.name, channel = excluded.channel, place = excluded.place, version = excluded.version,
                unit_from = CASE WHEN sources.unit_id = excluded.unit_id THEN sources.unit_from ELSE excluded.unit_from END, unit_id = excluded.unit_id,
                last_seen = CASE WHEN sources.last_seen < excluded.last_seen THEN excluded.last_seen ELSE sources.last_seen END
            """,
            source.Id,
            source.Name,
            Columns.Name(source.Channel),
            source.Unit,
            source.Place,
            at.ToMicroseconds(),
            source.Version);
        if (session.Scalar("SELECT 1 FROM source_definitions WHERE source_id = ?1 AND version = ?2", source.Id, source.Version) is null)
        {
            session.Post(
                "INSERT INTO source_definitions (source_id, version, definition, first_seen) VALUES (?1, ?2, ?3, ?4)",
                source.Id,
                source.Version,
                JsonText.Of(source),
                at.ToMicroseconds());
        }
    }

    /// <summary>The capture's row; a capture stored already is not stored again.</summary>
    public static long Save(StoreSession session, Capture capture, PageKind kind, ArchiveLocation archive, long run)
    {
        var id = capture.Id.Blob();
        return session.TryInsert(
            """
            INSERT INTO captures (id, source_id, run_no, request_url, url, captured_at, mode, status, page_kind,
                body_sha256, body_length, robots_decision, archive_file, archive_offset, archive_length)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
            ON CONFLICT DO NOTHING
            """,
            id,
            capture.SourceId,
            run,
            capture.RequestUrl,
            capture.Url,
            capture.CapturedAt.ToMicroseconds(),
            Columns.Name(capture.Mode),
            capture.Status,
            Columns.Name(kind),
            capture.BodySha256,
            capture.Body.Length,
            capture.RobotsDecision,
            archive.File,
            archive.Offset,
            archive.Length)
            ?? (long)session.Scalar("SELECT no FROM captures WHERE id = ?1", id)!;
    }

    /// <summary>The columns of <see cref="Reference"/>, of a table named <c>c</c>.</summary>
    public const string ReferenceColumns =
        "c.id, c.source_id, c.request_url, c.url, c.captured_at, c.mode, c.status, c.body_sha256, c.body_length, c.robots_decision, c.archive_file, c.archive_offset, c.archive_length";

    /// <summary>Number of columns in <see cref="ReferenceColumns"/>.</summary>
    public const int ReferenceColumnCount = 13;

    /// <summary>A capture as a row that begins with <see cref="ReferenceColumns"/> has it.</summary>
    public static CaptureReference Reference(DbDataReader row) => new(
        row.Id(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.Instant(4),
        Columns.Value<RenderMode>(row.GetString(5)),
        row.GetInt32(6),
        row.GetString(7),
        row.GetInt64(8),
        row.GetString(9),
        new ArchiveLocation(row.GetString(10), row.GetInt64(11), row.GetInt64(12)));

    /// <summary>The row of a set of scorer versions.</summary>
    public static long ScorerNo(StoreSession session, ScorerVersions versions)
    {
        var known = session.Scalar(
            "SELECT no FROM scorer_versions WHERE features = ?1 AND model = ?2 AND prior = ?3 AND packs = ?4",
            versions.Features,
            versions.Model,
            versions.Prior,
            versions.Packs);
        if (known is long no) return no;
        return session.Insert("INSERT INTO scorer_versions (features, model, prior, packs) VALUES (?1, ?2, ?3, ?4)", versions.Features, versions.Model, versions.Prior, versions.Packs);
    }

    private static bool IsKnown(StoreSession session, SourceDefinition source, DateTimeOffset at) => session.Scalar(
        """
        SELECT 1 FROM sources JOIN source_definitions d ON d.source_id = sources.id AND d.version = sources.version
        WHERE id = ?1 AND name = ?2 AND channel = ?3 AND unit_id = ?4 AND place IS NOT DISTINCT FROM ?5 AND sources.version = ?6 AND last_seen >= ?7
        """,
        source.Id,
        source.Name,
        Columns.Name(source.Channel),
        source.Unit,
        source.Place,
        source.Version,
        at.ToMicroseconds() - SeenSlack) is not null;
}
