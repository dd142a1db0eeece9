using Ecom389.Monitor.Core;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Ecom389.Monitor.Storage;

/// <summary>
/// Moves a store from SQLite to an empty PostgreSQL database: every table by binary COPY, then every row read back and compared, all in
/// one transaction that is kept only when nothing differs. The source is held alone meanwhile and left as it is.
/// </summary>
public sealed class StoreMove
{
    private const int Busy = 5;
    private const int Locked = 6;

    // Snapshots whose words are made anew between two statements.
    private const int Batch = 2_000;

    private readonly TimeProvider _time;

    public StoreMove(TimeProvider time) => _time = time;

    /// <summary>Told which table is being copied or compared.</summary>
    public Action<string>? Progress { get; init; }

    /// <param name="file">The SQLite store.</param>
    /// <param name="to">The PostgreSQL database.</param>
    /// <param name="cancellationToken">Leaves the target as it was.</param>
    /// <exception cref="InvalidInputException">
    /// The source is in use, of another version or no store; the target is not empty, of another version or holds another program's tables.
    /// </exception>
    public MoveReport Run(string file, StoreAddress to, CancellationToken cancellationToken)
    {
        SQLitePCL.Batteries_V2.Init();
        using var source = OpenAlone(file);
        using var target = Connect(to);
        var name = to.ToString();
        PostgresSchema.Apply(target, name, PostgresSchema.Steps(), _time.GetUtcNow());
        var schema = PostgresSchema.Newest(target);
        CheckVersion(source, file, schema);

        using var transaction = target.BeginTransaction();
        var tables = MovedColumns.Read(target, TablesOf(source));
        CheckColumns(source, file, tables);
        Claim(target, name);
        var begun = _time.GetTimestamp();
        using var mover = new TableMover(source, target);
        foreach (var table in tables)
        {
            Progress?.Invoke(table.Name);
            // What the triggers would count or refuse is copied as it is.
            PostgresText.Execute(target, $"ALTER TABLE \"{table.Name}\" DISABLE TRIGGER USER");
            mover.Copy(table, cancellationToken);
            PostgresText.Execute(target, $"ALTER TABLE \"{table.Name}\" ENABLE TRIGGER USER");
        }

        Progress?.Invoke("listing_words");
        FillWords(source, target, cancellationToken);
        PostgresText.Execute(target, "ANALYZE");
        var copying = _time.GetElapsedTime(begun);

        var report = Compare(schema, tables, source, target, mover, cancellationToken) with { Copying = copying };
        if (report.Matches) transaction.Commit();
        return report;
    }

    /// <summary>Compares two stores row by row and changes nothing.</summary>
    /// <inheritdoc cref="Run"/>
    public MoveReport Verify(string file, StoreAddress to, CancellationToken cancellationToken)
    {
        SQLitePCL.Batteries_V2.Init();
        using var source = OpenAlone(file);
        using var target = Connect(to);
        var schema = PostgresSchema.Newest(target);
        CheckVersion(source, file, schema);
        using var transaction = target.BeginTransaction(System.Data.IsolationLevel.RepeatableRead);
        var tables = MovedColumns.Read(target, TablesOf(source));
        CheckColumns(source, file, tables);
        using var mover = new TableMover(source, target);
        return Compare(schema, tables, source, target, mover, cancellationToken);
    }

    private MoveReport Compare(int schema, IReadOnlyList<MovedColumns> tables, SqliteConnection source, NpgsqlConnection target, TableMover mover, CancellationToken cancellationToken)
    {
        var begun = _time.GetTimestamp();
        var moved = new List<MovedTable>(tables.Count + 1);
        foreach (var table in tables)
        {
            Progress?.Invoke(table.Name);
            moved.Add(mover.Compare(table, cancellationToken));
        }

        moved.Add(CompareWords(source, target));
        return new MoveReport(schema, moved, TimeSpan.Zero, _time.GetElapsedTime(begun));
    }

    private static NpgsqlConnection Connect(StoreAddress to)
    {
        var target = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(to.ConnectionString) { Pooling = false, CommandTimeout = 0 }.ConnectionString);
        try
        {
            target.Open();
            return target;
        }
        catch (Exception failure) when (PostgresFaults.Sentence(failure, to) is { } sentence)
        {
            target.Dispose();
            throw PostgresFaults.Refusal(to, sentence);
        }
        catch
        {
            target.Dispose();
            throw;
        }
    }

    /// <summary>Opens a store that nobody else has open, and keeps everybody out until it is closed.</summary>
    private static SqliteConnection OpenAlone(string file)
    {
        if (!File.Exists(file)) throw new InvalidInputException(new InputError(file, null, "--from", "không có kho SQLite ở đây / there is no SQLite store here."));
        var source = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 1 }.ToString());
        try
        {
            source.Open();
            // Exclusive before the file is first read: SQLite then refuses when any other connection has it open, idle or not.
            Scalar(source, "PRAGMA locking_mode = EXCLUSIVE");
            using var begin = source.CreateCommand();
            begin.CommandText = "BEGIN IMMEDIATE";
            begin.ExecuteNonQuery();
            Scalar(source, "SELECT count(*) FROM sqlite_master");
            return source;
        }
        catch (SqliteException failure)
        {
            source.Dispose();
            throw new InvalidInputException(new InputError(file, null, "--from", failure.SqliteErrorCode is Busy or Locked
                ? "kho đang được chương trình khác mở; hãy dừng serve, work và scan trước / another program has the store open; stop serve, work and scan first."
                : "không đọc được kho / the store cannot be read: " + failure.Message));
        }
    }

    private static void CheckVersion(SqliteConnection source, string file, int schema)
    {
        if (Scalar(source, "SELECT 1 FROM sqlite_master WHERE name = 'schema_migrations'") is null)
            throw new InvalidInputException(new InputError(file, null, "--from", "tệp này không phải kho của chương trình / this file is no store of this program."));
        var theirs = (long)Scalar(source, "SELECT coalesce(max(number), 0) FROM schema_migrations")!;
        var pending = (long)Scalar(source, "SELECT CASE WHEN EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'pending_backfills') THEN 1 ELSE 0 END")! == 1
            && Scalar(source, "SELECT 1 FROM pending_backfills LIMIT 1") is not null;
        if (theirs == schema && !pending) return;
        throw new InvalidInputException(new InputError(file, null, "schema", theirs > schema
            ? $"kho do bản mới hơn ghi (bước {theirs}, bản này biết tới {schema}) / the store was written by a newer version (step {theirs}, this one knows {schema})."
            : $"kho ở bước {theirs}, cần {schema}: hãy mở một lần bằng bản này (ecom389 check) rồi chuyển / the store stands at step {theirs}, {schema} is needed: open it once with this version (ecom389 check), then move it."));
    }

    private static void CheckColumns(SqliteConnection source, string file, IReadOnlyList<MovedColumns> tables)
    {
        foreach (var table in tables)
        {
            using var command = source.CreateCommand();
#pragma warning disable CA2100 // the name comes from the schema
            command.CommandText = $"SELECT name FROM pragma_table_info('{table.Name}')";
#pragma warning restore CA2100
            using var reader = command.ExecuteReader();
            var theirs = new HashSet<string>(StringComparer.Ordinal);
            while (reader.Read()) theirs.Add(reader.GetString(0));
            if (!theirs.SetEquals(table.Columns.Select(column => column.Name)))
                throw new InvalidInputException(new InputError(file, null, table.Name, "cột hai bên khác nhau / the columns of the two sides differ."));
        }
    }

    private static HashSet<string> TablesOf(SqliteConnection source)
    {
        using var command = source.CreateCommand();
        command.CommandText = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'listing_words%'";
        using var reader = command.ExecuteReader();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read()) names.Add(reader.GetString(0));
        return names;
    }

    /// <summary>Keeps everybody out of the target until the end, and makes sure that nobody has worked on it.</summary>
    private static void Claim(NpgsqlConnection target, string name)
    {
        var all = MovedColumns.TableNames(target);
        PostgresText.Execute(target, $"LOCK TABLE {string.Join(", ", all.Select(table => $"\"{table}\""))} IN ACCESS EXCLUSIVE MODE");
        foreach (var table in all.Where(table => table is not ("schema_migrations" or "units")))
        {
            if (PostgresText.Scalar(target, $"SELECT 1 FROM \"{table}\" LIMIT 1") is not null)
                throw new InvalidInputException(new InputError(name, null, "--to", $"cơ sở dữ liệu đích không rỗng (bảng {table}) / the target is not empty (table {table}); move into a new database."));
        }

        // The schema brings the ministry with it; the source's units are the ones that count.
        PostgresText.Execute(target, "DELETE FROM units");
    }

    /// <summary>SQLite's index of words keeps no words: they are made anew from what the listings say.</summary>
    private static void FillWords(SqliteConnection source, NpgsqlConnection target, CancellationToken cancellationToken)
    {
        var indexed = new HashSet<long>();
        using (var numbers = source.CreateCommand())
        {
            numbers.CommandText = "SELECT rowid FROM listing_words";
            using var reader = numbers.ExecuteReader();
            while (reader.Read()) indexed.Add(reader.GetInt64(0));
        }

        using var command = source.CreateCommand();
        command.CommandText = "SELECT l.no, s.content FROM listings l JOIN snapshots s ON s.no = l.latest_snapshot ORDER BY l.no";
        using var rows = command.ExecuteReader();
        var batch = new List<(long No, string Words)>(Batch);
        while (rows.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!indexed.Contains(rows.GetInt64(0))) continue;
            var (title, body) = SearchWords.Of(Columns.FromJson<ExtractedListing>(rows.GetString(1)).Record);
            batch.Add((rows.GetInt64(0), string.Join(' ', PostgresDialect.Lexemes(title, body))));
            if (batch.Count == Batch) Flush();
        }

        Flush();

        void Flush()
        {
            using var insert = PostgresText.Command(target, "INSERT INTO listing_words (listing_no, words) SELECT no, array_to_tsvector(string_to_array(words, ' ')) FROM unnest($1::bigint[], $2::text[]) AS new (no, words)");
            insert.Parameters.Add(new() { Value = batch.ConvertAll(row => row.No).ToArray() });
            insert.Parameters.Add(new() { Value = batch.ConvertAll(row => row.Words).ToArray() });
            insert.ExecuteNonQuery();
            batch.Clear();
        }
    }

    /// <summary>Of the index of words the listings that are in it are compared: its words are no rows of SQLite.</summary>
    private static MovedTable CompareWords(SqliteConnection source, NpgsqlConnection target)
    {
        var ours = new SortedSet<long>();
        using (var command = source.CreateCommand())
        {
            command.CommandText = "SELECT rowid FROM listing_words";
            using var reader = command.ExecuteReader();
            while (reader.Read()) ours.Add(reader.GetInt64(0));
        }

        var theirs = new SortedSet<long>();
        using (var command = PostgresText.Command(target, "SELECT listing_no FROM listing_words"))
        {
            using var reader = command.ExecuteReader();
            while (reader.Read()) theirs.Add(reader.GetInt64(0));
        }

        var differing = ours.Except(theirs).Select(no => $"listing_no={no} bị thiếu / is missing").Concat(theirs.Except(ours).Select(no => $"listing_no={no} thừa / is too many")).Take(10).ToList();
        return new("listing_words", ours.Count, theirs.Count, HashOf(ours), HashOf(theirs), differing);

        static string HashOf(SortedSet<long> numbers) => ContentHash.Of(string.Join('\n', numbers));
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // text of this type
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar() is { } value and not DBNull ? value : null;
    }
}
