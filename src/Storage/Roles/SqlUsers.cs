using System.Data.Common;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>People and units.</summary>
internal sealed class SqlUsers : IUserStore
{
    private const string Fields = "name, display_name, role, unit_id, password_hash, enabled";

    private readonly IStoreWriter _writer;
    private readonly IStoreReaders _readers;

    public SqlUsers(IStoreWriter writer, IStoreReaders readers)
    {
        _writer = writer;
        _readers = readers;
    }

    public Task<User?> FindAsync(string name, CancellationToken cancellationToken) =>
        _readers.RunAsync(session => session.First($"SELECT {Fields} FROM users WHERE name = ?1", Read, name), cancellationToken);

    public Task<IReadOnlyList<User>> AllAsync(CancellationToken cancellationToken) =>
        _readers.RunAsync<IReadOnlyList<User>>(session => session.All($"SELECT {Fields} FROM users ORDER BY name", Read), cancellationToken);

    public Task SaveAsync(User user, AuditEvent audit, CancellationToken cancellationToken) => _writer.RunAsync(
        session =>
        {
            session.Post(
                """
                INSERT INTO users (name, display_name, role, unit_id, unit_from, password_hash, enabled) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                ON CONFLICT (name) DO UPDATE SET
                    display_name = excluded.display_name, role = excluded.role,
                    unit_from = CASE WHEN users.unit_id = excluded.unit_id THEN users.unit_from ELSE excluded.unit_from END, unit_id = excluded.unit_id,
                    password_hash = excluded.password_hash, enabled = excluded.enabled
                """,
                user.Name,
                user.DisplayName,
                Columns.Name(user.Role),
                user.UnitId,
                audit.At.ToMicroseconds(),
                user.PasswordHash,
                user.Enabled);
            return SqlAudit.Insert(session, audit);
        },
        Durability.PowerLoss,
        cancellationToken);

    public Task<IReadOnlyList<Unit>> UnitsAsync(CancellationToken cancellationToken) => _readers.RunAsync<IReadOnlyList<Unit>>(
        session => session.All(
            "SELECT id, name, place, valid_from, valid_to FROM units ORDER BY id",
            row => new Unit(row.GetString(0), row.GetString(1), row.TextOrNull(2), row.DateOrNull(3)!.Value, row.DateOrNull(4))),
        cancellationToken);

    public Task SaveUnitAsync(Unit unit, AuditEvent audit, CancellationToken cancellationToken) => _writer.RunAsync(
        session =>
        {
            session.Post(
                """
                INSERT INTO units (id, name, place, valid_from, valid_to) VALUES (?1, ?2, ?3, ?4, ?5)
                ON CONFLICT (id) DO UPDATE SET name = excluded.name, place = excluded.place, valid_from = excluded.valid_from, valid_to = excluded.valid_to
                """,
                unit.Id,
                unit.Name,
                unit.Place,
                unit.ValidFrom.Iso(),
                unit.ValidTo?.Iso());
            return SqlAudit.Insert(session, audit);
        },
        Durability.PowerLoss,
        cancellationToken);

    private static User Read(DbDataReader row) =>
        new(row.GetString(0), row.GetString(1), Columns.Value<Role>(row.GetString(2)), row.GetString(3), row.GetString(4), row.GetInt64(5) != 0);
}
