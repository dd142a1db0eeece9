using System.Globalization;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>One step of the schema: <c>0001_records.sql</c>. Once released it is never edited; a change is another step.</summary>
internal sealed record Migration(int Number, string Name, string Sql)
{
    public string Sha256 { get; } = ContentHash.Of(Sql.ReplaceLineEndings("\n"));

    /// <summary>SQLite's steps embedded in this assembly, in order.</summary>
    public static IReadOnlyList<Migration> Embedded() => Embedded("");

    /// <summary>Those of a dialect (<c>postgres/</c>, or none for SQLite), in order.</summary>
    public static IReadOnlyList<Migration> Embedded(string folder)
    {
        var assembly = typeof(Migration).Assembly;
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal) && name.LastIndexOf('/') + 1 == folder.Length && name.StartsWith(folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                var file = name[folder.Length..];
                return new Migration(int.Parse(file.AsSpan(0, 4), CultureInfo.InvariantCulture), file, reader.ReadToEnd());
            })];
    }
}

/// <summary>Brings a database to the schema this version knows, all missing steps in one transaction, or refuses it.</summary>
internal static class MigrationRunner
{
    // "E389": marks a database file as ours.
    private const int ApplicationId = 0x45333839;

    /// <exception cref="InvalidInputException">Another program's database, a newer one, or one whose steps differ from ours.</exception>
    public static void Run(SqliteSession session, string path, IReadOnlyList<Migration> known, DateTimeOffset now)
    {
        var owner = (long)session.Scalar("PRAGMA application_id")!;
        var empty = session.Scalar("SELECT 1 FROM sqlite_master LIMIT 1") is null;
        if (owner != ApplicationId && !empty)
            throw Refusal(path, "this is another program's SQLite database; name a file of its own for the store.");

        // Nothing to do, nothing written: a store on a full disk can still be read.
        if (owner == ApplicationId && !empty && Check(session, path, known) is var there && known.All(step => there.Contains(step.Number))) return;

        // The lock comes first: another process may be migrating the same file.
        session.Execute("BEGIN IMMEDIATE");
        try
        {
            session.Script($"""
                PRAGMA application_id = {ApplicationId};
                CREATE TABLE IF NOT EXISTS schema_migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT;
                """);
            var applied = Check(session, path, known);
            foreach (var migration in known.Where(step => !applied.Contains(step.Number)))
            {
                session.Script(migration.Sql);
                session.Execute("INSERT INTO schema_migrations VALUES (?1, ?2, ?3, ?4)", migration.Number, migration.Name, migration.Sha256, now.ToMicroseconds());
            }
            session.Execute("COMMIT");
        }
        catch
        {
            if (!session.IsAutoCommit) session.Execute("ROLLBACK");
            throw;
        }
    }

    /// <summary>
    /// Keeps a copy of a store that is about to be brought up to date, <c>ecom389.db.before-0007</c> for the first step missing:
    /// the way back to the version that wrote it. A copy that is there already is left as it is.
    /// </summary>
    public static void KeepBefore(SqliteSession session, string path, IReadOnlyList<Migration> known)
    {
        if (session.Scalar("SELECT 1 FROM sqlite_master WHERE name = 'schema_migrations'") is null) return;
        var applied = session.All("SELECT number FROM schema_migrations", row => row.GetInt32(0)).ToHashSet();
        if (applied.Count == 0 || applied.Any(number => known.All(step => step.Number != number))) return;
        if (known.FirstOrDefault(step => !applied.Contains(step.Number)) is not { } next) return;
        var copy = string.Create(CultureInfo.InvariantCulture, $"{path}.before-{next.Number:D4}");
        if (File.Exists(copy)) return;
        // Named only when it is whole: a copy cut off by a full disk must not pass for one.
        var partial = copy + ".partial";
        File.Delete(partial);
        SqliteCare.Copy(path, partial);
        File.Move(partial, copy);
    }

    private static HashSet<int> Check(SqliteSession session, string path, IReadOnlyList<Migration> known)
    {
        var applied = new HashSet<int>();
        foreach (var (number, name, sha256) in session.All("SELECT number, name, sha256 FROM schema_migrations ORDER BY number", row => (row.GetInt32(0), row.GetString(1), row.GetString(2))))
        {
            var ours = known.FirstOrDefault(migration => migration.Number == number)
                ?? throw Refusal(path, $"the store was written by a newer version (step {name}); install that version, or restore a backup made before the upgrade.");
            if (!string.Equals(ours.Sha256, sha256, StringComparison.Ordinal))
                throw Refusal(path, $"step {name} was applied with other content than this version's; the store belongs to another build.");
            applied.Add(number);
        }
        return applied;
    }

    private static InvalidInputException Refusal(string path, string message) => new(new InputError(path, null, "schema", message));
}
