using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;

namespace Ecom389.Monitor.Storage;

/// <summary>Copies a table and compares it, row by row, inside the transactions that its two connections hold.</summary>
internal sealed class TableMover(SqliteConnection source, NpgsqlConnection target) : IDisposable
{
    private const int Named = 10;

    // A reader reads no further than its command lives.
    private readonly List<SqliteCommand> _commands = [];

    /// <summary>Copies every row by PostgreSQL's binary COPY and sets the sequence behind the greatest number.</summary>
    public long Copy(MovedColumns table, CancellationToken cancellationToken)
    {
        using var rows = Rows(table);
        long copied = 0;
        using (var import = target.BeginBinaryImport($"COPY \"{table.Name}\" ({table.Names}) FROM STDIN (FORMAT BINARY)"))
        {
            while (rows.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                import.StartRow();
                for (var i = 0; i < table.Columns.Count; i++) Write(import, rows, i, table.Columns[i].Type);
                copied++;
            }

            import.Complete();
        }

        if (table.IsNumbered)
            PostgresText.Execute(target, $"SELECT setval(pg_get_serial_sequence('\"{table.Name}\"', 'no'), coalesce(max(no), 1), max(no) IS NOT NULL) FROM \"{table.Name}\"");
        return copied;
    }

    /// <summary>Reads both sides again in key order and compares every value of every row.</summary>
    public MovedTable Compare(MovedColumns table, CancellationToken cancellationToken)
    {
        using var ours = Rows(table);
        using var command = PostgresText.Command(target, $"SELECT {table.Names} FROM \"{table.Name}\" ORDER BY {table.Order}");
        using var theirs = command.ExecuteReader();
        using var ourHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var theirHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (ourRow, theirRow) = (new RowBytes(), new RowBytes());
        var differing = new List<string>();
        long ourCount = 0, theirCount = 0;
        var (hasOurs, hasTheirs) = (NextOurs(), NextTheirs());
        while (hasOurs || hasTheirs)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var order = !hasTheirs ? -1 : !hasOurs ? 1 : RowBytes.CompareKeys(ours, theirs, table);
            if (order == 0 && !ourRow.Bytes.SequenceEqual(theirRow.Bytes)) Name(RowBytes.KeyOf(ours, table) + " không giống / differs");
            if (order < 0) Name(RowBytes.KeyOf(ours, table) + " bị thiếu / is missing");
            if (order > 0) Name(RowBytes.KeyOf(theirs, table) + " thừa / is too many");
            if (order <= 0) hasOurs = NextOurs();
            if (order >= 0) hasTheirs = NextTheirs();
        }

        return new(table.Name, ourCount, theirCount, Convert.ToHexStringLower(ourHash.GetHashAndReset()), Convert.ToHexStringLower(theirHash.GetHashAndReset()), differing);

        bool NextOurs() => Next(ours, ourRow, ourHash, ref ourCount);

        bool NextTheirs() => Next(theirs, theirRow, theirHash, ref theirCount);

        bool Next(DbDataReader rows, RowBytes row, IncrementalHash hash, ref long count)
        {
            if (!rows.Read()) return false;
            row.Read(rows, table);
            hash.AppendData(row.Bytes);
            count++;
            return true;
        }

        void Name(string row)
        {
            if (differing.Count < Named) differing.Add(row);
        }
    }

    public void Dispose() => _commands.ForEach(command => command.Dispose());

    private SqliteDataReader Rows(MovedColumns table)
    {
        var command = source.CreateCommand();
        _commands.Add(command);
#pragma warning disable CA2100 // names come from the schema
        command.CommandText = $"SELECT {table.Names} FROM \"{table.Name}\" ORDER BY {table.Order}";
#pragma warning restore CA2100
        return command.ExecuteReader();
    }

    private static void Write(NpgsqlBinaryImporter import, SqliteDataReader rows, int column, NpgsqlDbType type)
    {
        if (rows.IsDBNull(column)) import.WriteNull();
        else if (type == NpgsqlDbType.Bigint) import.Write(rows.GetInt64(column), type);
        else if (type == NpgsqlDbType.Double) import.Write(rows.GetDouble(column), type);
        else if (type == NpgsqlDbType.Bytea) import.Write(rows.GetFieldValue<byte[]>(column), type);
        else import.Write(rows.GetString(column), type);
    }
}
