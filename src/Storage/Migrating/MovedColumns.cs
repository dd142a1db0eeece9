using Npgsql;
using NpgsqlTypes;

namespace Ecom389.Monitor.Storage;

/// <summary>A column that both databases have.</summary>
internal sealed record MovedColumn(string Name, NpgsqlDbType Type);

/// <summary>A table to be moved: its columns, and the key that both databases sort alike.</summary>
/// <param name="Name">Of the table.</param>
/// <param name="Columns">The key's columns first, in its order.</param>
/// <param name="KeyLength">How many of the columns are the key.</param>
/// <param name="IsNumbered">Whether <c>no</c> is given by a sequence.</param>
internal sealed record MovedColumns(string Name, IReadOnlyList<MovedColumn> Columns, int KeyLength, bool IsNumbered)
{
    /// <summary>Kept at the target alone: how its schema came about, and the index of words, which is made anew.</summary>
    private static readonly HashSet<string> NotMoved = new(StringComparer.Ordinal) { "schema_migrations", "pending_backfills", "listing_words" };

    public string Names => string.Join(", ", Columns.Select(column => $"\"{column.Name}\""));

    public string Order => string.Join(", ", Columns.Take(KeyLength).Select(column => $"\"{column.Name}\""));

    /// <summary>The tables of a database with our schema that <paramref name="known"/> has too, each after those it refers to.</summary>
    public static IReadOnlyList<MovedColumns> Read(NpgsqlConnection target, IReadOnlySet<string> known)
    {
        var columns = Rows(
            target,
            """
            SELECT c.relname, a.attname, format_type(a.atttypid, NULL), a.attidentity <> '', coalesce(array_position(k.conkey, a.attnum), 0)
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'p'
            WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' ORDER BY c.relname, a.attnum
            """,
            row => (Table: row.GetString(0), Column: row.GetString(1), Type: row.GetString(2), IsNumbered: row.GetBoolean(3), Key: row.GetInt32(4)));
        var refersTo = Rows(
            target,
            "SELECT DISTINCT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint WHERE contype = 'f' AND conrelid <> confrelid AND connamespace = current_schema()::regnamespace",
            row => (From: row.GetString(0), To: row.GetString(1))).ToLookup(pair => pair.From, pair => pair.To, StringComparer.Ordinal);
        var tables = columns.Where(column => known.Contains(column.Table) && !NotMoved.Contains(column.Table)).GroupBy(column => column.Table, StringComparer.Ordinal)
            .ToDictionary(
                table => table.Key,
                table => new MovedColumns(
                    table.Key,
                    [.. table.OrderBy(column => column.Key == 0 ? int.MaxValue : column.Key).Select(column => new MovedColumn(column.Column, TypeOf(column.Type)))],
                    table.Count(column => column.Key > 0),
                    table.Any(column => column.IsNumbered)),
                StringComparer.Ordinal);
        var ordered = new List<MovedColumns>(tables.Count);
        var placed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in tables.Keys.Order(StringComparer.Ordinal)) Place(name);
        return ordered;

        void Place(string name)
        {
            if (!placed.Add(name)) return;
            foreach (var other in refersTo[name].Where(tables.ContainsKey)) Place(other);
            ordered.Add(tables[name]);
        }
    }

    /// <summary>Names of a database's own tables.</summary>
    public static IReadOnlyList<string> TableNames(NpgsqlConnection target) =>
        Rows(target, "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' ORDER BY relname", row => row.GetString(0));

    private static List<T> Rows<T>(NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read)
    {
#pragma warning disable CA2100 // every statement is text of this assembly
        using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    private static NpgsqlDbType TypeOf(string type) => type switch
    {
        "bigint" => NpgsqlDbType.Bigint,
        "double precision" => NpgsqlDbType.Double,
        "bytea" => NpgsqlDbType.Bytea,
        "text" => NpgsqlDbType.Text,
        _ => throw new InvalidOperationException($"The schema has a column of a type that is not moved: {type}."),
    };
}
