using System.Globalization;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>What care of a store asks of its rows, whatever the database.</summary>
internal static class CareRows
{
    private const int Shown = 3;

    public static List<ArchiveNeed> Needs(StoreSession session) => session.All(
        "SELECT archive_file, max(archive_offset + archive_length) FROM captures GROUP BY archive_file ORDER BY archive_file", row => new ArchiveNeed(row.GetString(0), row.GetInt64(1)));

    public static List<StoredCapture> Captures(StoreSession session, long after, int count) => session.All(
        $"SELECT {CaptureRows.ReferenceColumns}, c.no FROM captures c WHERE c.no > ?1 ORDER BY c.no LIMIT ?2",
        row => new StoredCapture(row.GetInt64(CaptureRows.ReferenceColumnCount), CaptureRows.Reference(row)),
        after,
        count);

    public static int Schema(StoreSession session) => (int)(long)session.Scalar("SELECT max(number) FROM schema_migrations")!;

    public static long CapturedBytes(StoreSession session, DateTimeOffset since) =>
        (long)session.Scalar("SELECT coalesce(sum(archive_length), 0) FROM captures WHERE captured_at >= ?1", since.ToMicroseconds())!;

    /// <summary>Looks at every invariant; adds its name, and a fault where it does not hold.</summary>
    public static void Check(StoreSession session, List<string> names, List<StoreFault> faults, CancellationToken cancellationToken)
    {
        foreach (var invariant in StoreInvariants.Of(session.Dialect))
        {
            cancellationToken.ThrowIfCancellationRequested();
            names.Add(invariant.Name);
            var broken = session.All(invariant.Violations, row => row.GetString(0));
            if (broken.Count > 0) faults.Add(new(invariant.Name, Say(broken)));
        }
    }

    public static string Say(List<string> rows) => string.Create(CultureInfo.InvariantCulture, $"{rows.Count}: {string.Join(", ", rows.Take(Shown))}{(rows.Count > Shown ? " …" : "")}");
}
