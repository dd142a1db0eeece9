using System.Data.Common;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>Lists of certified devices.</summary>
internal sealed class SqlRegistry : IRegistryStore
{
    private const string Fields = "id, list_date, imported_at, imported_by, file, sha256, row_count";
    private readonly IStoreWriter _writer;
    private readonly IStoreReaders _readers;

    public SqlRegistry(IStoreWriter writer, IStoreReaders readers)
    {
        _writer = writer;
        _readers = readers;
    }

    public Task ImportAsync(CertifiedDeviceList list, IReadOnlyList<CertifiedDevice> devices, AuditEvent audit, CancellationToken cancellationToken) => _writer.RunAsync(
        session =>
        {
            session.Post(
                $"INSERT INTO certified_lists ({Fields}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                list.Id.Blob(),
                list.ListDate.Iso(),
                list.ImportedAt.ToMicroseconds(),
                list.ImportedBy,
                list.File,
                list.Sha256,
                list.Rows);
            var no = (long)session.Scalar("SELECT no FROM certified_lists WHERE id = ?1", list.Id.Blob())!;
            for (var row = 0; row < devices.Count; row++)
            {
                var device = devices[row];
                session.Post("INSERT INTO certified_devices (list_no, row_no, number, model, payload) VALUES (?1, ?2, ?3, ?4, ?5)", no, row, device.Number, device.Model, Columns.Json(device));
            }
            SqlAudit.Insert(session, audit);
            return true;
        },
        Durability.PowerLoss,
        cancellationToken);

    public Task<CertifiedDeviceList?> CurrentAsync(CancellationToken cancellationToken) => _readers.RunAsync(
        session => session.First($"SELECT {Fields} FROM certified_lists ORDER BY no DESC LIMIT 1", Read),
        cancellationToken);

    public Task<IReadOnlyList<CertifiedDevice>> DevicesAsync(Guid listId, CancellationToken cancellationToken) => _readers.RunAsync<IReadOnlyList<CertifiedDevice>>(
        session => session.All(
            "SELECT payload FROM certified_devices WHERE list_no = (SELECT no FROM certified_lists WHERE id = ?1) ORDER BY row_no",
            static row => Columns.FromJson<CertifiedDevice>(row.GetString(0)),
            listId.Blob()),
        cancellationToken);

    private static CertifiedDeviceList Read(DbDataReader row) => new(row.Id(0), row.DateOrNull(1)!.Value, row.Instant(2), row.GetString(3), row.GetString(4), row.GetString(5), (int)row.GetInt64(6));
}
