using System.Buffers;
using System.Buffers.Binary;
using System.Data.Common;
using System.Globalization;
using System.Text;
using NpgsqlTypes;

namespace Ecom389.Monitor.Storage;

/// <summary>
/// A row as bytes that two databases write alike: for each column whether it is there, its length, its value. What is compared and hashed
/// when a store is moved.
/// </summary>
internal sealed class RowBytes
{
    private readonly ArrayBufferWriter<byte> _bytes = new(4096);

    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    /// <summary>Takes the row a reader stands on.</summary>
    public void Read(DbDataReader row, MovedColumns table)
    {
        _bytes.ResetWrittenCount();
        for (var i = 0; i < table.Columns.Count; i++)
        {
            if (row.IsDBNull(i))
            {
                WriteLength(-1);
                continue;
            }

            switch (table.Columns[i].Type)
            {
                case NpgsqlDbType.Bigint:
                    WriteLength(sizeof(long));
                    BinaryPrimitives.WriteInt64BigEndian(_bytes.GetSpan(sizeof(long)), row.GetInt64(i));
                    _bytes.Advance(sizeof(long));
                    break;
                case NpgsqlDbType.Double:
                    WriteLength(sizeof(double));
                    BinaryPrimitives.WriteDoubleBigEndian(_bytes.GetSpan(sizeof(double)), row.GetDouble(i));
                    _bytes.Advance(sizeof(double));
                    break;
                case NpgsqlDbType.Bytea:
                    Write(row.GetFieldValue<byte[]>(i));
                    break;
                default:
                    Write(Encoding.UTF8.GetBytes(row.GetString(i)));
                    break;
            }
        }
    }

    /// <summary>Less than zero when the row <paramref name="left"/> stands on comes before the other's by the table's key.</summary>
    public static int CompareKeys(DbDataReader left, DbDataReader right, MovedColumns table)
    {
        for (var i = 0; i < table.KeyLength; i++)
        {
            var order = table.Columns[i].Type switch
            {
                NpgsqlDbType.Bigint => left.GetInt64(i).CompareTo(right.GetInt64(i)),
                NpgsqlDbType.Bytea => left.GetFieldValue<byte[]>(i).AsSpan().SequenceCompareTo(right.GetFieldValue<byte[]>(i)),
                // Byte by byte, as both databases sort.
                _ => Encoding.UTF8.GetBytes(left.GetString(i)).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right.GetString(i))),
            };
            if (order != 0) return order;
        }

        return 0;
    }

    /// <summary>The key of the row for people: <c>no=17</c>.</summary>
    public static string KeyOf(DbDataReader row, MovedColumns table) => string.Join(", ", Enumerable.Range(0, table.KeyLength).Select(i => table.Columns[i].Name + "=" + table.Columns[i].Type switch
    {
        NpgsqlDbType.Bigint => row.GetInt64(i).ToString(CultureInfo.InvariantCulture),
        NpgsqlDbType.Bytea => Convert.ToHexStringLower(row.GetFieldValue<byte[]>(i)),
        _ => row.GetString(i),
    }));

    private void Write(ReadOnlySpan<byte> value)
    {
        WriteLength(value.Length);
        _bytes.Write(value);
    }

    private void WriteLength(int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(_bytes.GetSpan(sizeof(int)), length);
        _bytes.Advance(sizeof(int));
    }
}
