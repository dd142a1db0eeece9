using System.Data.Common;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>What is remembered of pages.</summary>
internal sealed class SqlPages : IPageMemoryStore
{
    // Below links found anew: what nobody has seen yet comes first.
    private const double RevisitPriority = 0.35;

    private readonly IStoreWriter _writer;
    private readonly IStoreReaders _readers;

    public SqlPages(IStoreWriter writer, IStoreReaders readers)
    {
        _writer = writer;
        _readers = readers;
    }

    public Task<int> AddDueAsync(CrawlRun run, string reader, int limit, CancellationToken cancellationToken) => _writer.RunAsync(
        session =>
        {
            session.Post($"UPDATE pages SET due_at = 0 WHERE source_id = ?1 AND reader <> ?2 AND due_at NOT IN (0, {long.MaxValue})", run.SourceId, reader);
            return session.Execute(
                $"""
                INSERT INTO frontier (run_no, canonical_url, url, reason, priority, depth, state)
                SELECT ?1, canonical_url, url, 'revisit', {RevisitPriority.ToString(System.Globalization.CultureInfo.InvariantCulture)}, 1, 'pending'
                FROM pages WHERE source_id = ?2 AND due_at <= ?4 ORDER BY due_at, no LIMIT ?3
                ON CONFLICT DO NOTHING
                """,
                SqlFrontier.RunNo(session, run.Id),
                run.SourceId,
                limit,
                run.StartedAt.ToMicroseconds());
        },
        Durability.PowerLoss,
        cancellationToken);

    public Task<IReadOnlyList<ParameterNote>> ParametersAsync(string sourceId, CancellationToken cancellationToken) => _readers.RunAsync<IReadOnlyList<ParameterNote>>(
        session => session.All(
            "SELECT name, dropped, kept FROM parameter_notes WHERE source_id = ?1 ORDER BY name",
            row => new ParameterNote(row.GetString(0), row.GetInt32(1), row.GetInt32(2)),
            sourceId),
        cancellationToken);

    public Task SaveParametersAsync(string sourceId, IReadOnlyList<ParameterNote> parameters, CancellationToken cancellationToken) => _writer.RunAsync(
        session =>
        {
            session.Post("DELETE FROM parameter_notes WHERE source_id = ?1", sourceId);
            foreach (var note in parameters)
                session.Post("INSERT INTO parameter_notes (source_id, name, dropped, kept) VALUES (?1, ?2, ?3, ?4)", sourceId, note.Name, note.Dropped, note.Kept);
            return true;
        },
        Durability.ProcessEnd,
        cancellationToken);

    /// <summary>What is remembered of a page, or null.</summary>
    internal static PageMemory? Find(StoreSession session, string sourceId, string canonicalUrl) => session.First(
        "SELECT content_sha256, reader, due_at, fetched_at, status, etag, last_modified, flagged FROM pages WHERE source_id = ?1 AND canonical_url = ?2",
        Read,
        sourceId,
        canonicalUrl);

    /// <summary>Remembers a page, in place of what was remembered of it.</summary>
    internal static void Save(StoreSession session, FrontierEntry entry, PageMemory memory) => session.Execute(
        """
        INSERT INTO pages (source_id, canonical_url, url, status, content_sha256, reader, etag, last_modified, fetched_at, due_at, flagged)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        ON CONFLICT (source_id, canonical_url) DO UPDATE SET
            url = excluded.url, status = excluded.status, content_sha256 = excluded.content_sha256, reader = excluded.reader, etag = excluded.etag,
            last_modified = excluded.last_modified, fetched_at = excluded.fetched_at, due_at = excluded.due_at, flagged = excluded.flagged
        """,
        entry.SourceId,
        entry.CanonicalUrl,
        entry.Request.Url,
        memory.Status,
        memory.ContentSha256,
        memory.Reader,
        memory.ETag,
        memory.LastModified,
        memory.FetchedAt.ToMicroseconds(),
        memory.Interval == TimeSpan.MaxValue ? long.MaxValue : memory.DueAt.ToMicroseconds(),
        memory.IsFlagged);

    private static PageMemory Read(DbDataReader row)
    {
        var (due, fetched) = (row.GetInt64(2), row.GetInt64(3));
        var interval = due == long.MaxValue ? TimeSpan.MaxValue : TimeSpan.FromMicroseconds(Math.Max(0, due - fetched));
        return new(row.GetString(0), row.GetString(1), interval, Instants.FromMicroseconds(fetched), row.GetInt32(4), row.TextOrNull(5), row.TextOrNull(6), row.Flag(7));
    }
}
