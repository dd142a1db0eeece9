using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>Saved views of the queue.</summary>
internal sealed class SqlSavedViews(IStoreWriter writer, IStoreReaders readers) : ISavedViewStore
{
    public Task<IReadOnlyList<SavedView>> OfAsync(string owner, string unitId, CancellationToken cancellationToken) => readers.RunAsync<IReadOnlyList<SavedView>>(
        session => session.All(
            """
            SELECT id, owner, unit_id, shared, name, query, created_at FROM saved_views
            WHERE owner = ?1 OR (shared = 1 AND unit_id = ?2) ORDER BY owner <> ?1, name LIMIT 100
            """,
            row => new SavedView(row.Id(0), row.GetString(1), row.GetString(2), row.Flag(3), row.GetString(4), row.GetString(5), row.Instant(6)),
            owner,
            unitId),
        cancellationToken);

    public Task SaveAsync(SavedView view, AuditEvent audit, CancellationToken cancellationToken) => writer.RunAsync(
        session =>
        {
            session.Post(
                """
                INSERT INTO saved_views (id, owner, unit_id, shared, name, query, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                ON CONFLICT (owner, name) DO UPDATE SET unit_id = excluded.unit_id, shared = excluded.shared, query = excluded.query
                """,
                view.Id.Blob(),
                view.Owner,
                view.UnitId,
                view.IsShared,
                view.Name,
                view.Query,
                view.CreatedAt.ToMicroseconds());
            SqlAudit.Insert(session, audit);
            return true;
        },
        Durability.PowerLoss,
        cancellationToken);

    public Task<bool> RemoveAsync(Guid id, string owner, AuditEvent audit, CancellationToken cancellationToken) => writer.RunAsync(
        session =>
        {
            if (session.Execute("DELETE FROM saved_views WHERE id = ?1 AND owner = ?2", id.Blob(), owner) == 0) return false;
            SqlAudit.Insert(session, audit);
            return true;
        },
        Durability.PowerLoss,
        cancellationToken);
}
