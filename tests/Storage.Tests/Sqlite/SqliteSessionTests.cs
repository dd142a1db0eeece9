using Microsoft.Data.Sqlite;

namespace Ecom389.Monitor.Storage.Tests;

public sealed class SqliteSessionTests : IDisposable
{
    private readonly SqliteSession _session;

    public SqliteSessionTests()
    {
        SQLitePCL.Batteries_V2.Init();
        _session = new SqliteSession(":memory:", TimeSpan.FromSeconds(1));
        _session.Script("CREATE TABLE kept (no INTEGER PRIMARY KEY, text TEXT UNIQUE, real REAL, bytes BLOB) STRICT");
    }

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("Kích sóng 😀 “chuẩn hãng”")]
    public void Texts_come_back_as_they_were_given(string text)
    {
        foreach (var given in new[] { text, string.Concat(Enumerable.Repeat(text + "ế", 5_000)) })
        {
            var no = _session.Insert("INSERT INTO kept (text) VALUES (?1)", given);
            Assert.Equal(given, _session.Scalar("SELECT text FROM kept WHERE no = ?1", no));
        }
    }

    [Fact]
    public void Every_kind_of_value_comes_back_as_its_own_kind()
    {
        _session.Execute("INSERT INTO kept (no, text, real, bytes) VALUES (?1, ?2, ?3, ?4)", 7, null, 0.5, new byte[] { 1, 0, 2 });
        var row = _session.First("SELECT no, text, real, bytes, ?1 FROM kept", row => (row.GetValue(0), row.GetValue(1), row.GetValue(2), row.GetFieldValue<byte[]>(3), row.GetValue(4)), true);
        Assert.Equal((7L, DBNull.Value, 0.5, 1L), (row.Item1, row.Item2, row.Item3, row.Item5));
        Assert.Equal([1, 0, 2], row.Item4);
    }

    [Fact]
    public void A_null_is_no_zero()
    {
        _session.Execute("INSERT INTO kept (text) VALUES (?1)", [null]);
        Assert.Throws<InvalidOperationException>(() => _session.First("SELECT text FROM kept", row => row.GetInt64(0)));
        Assert.Throws<InvalidOperationException>(() => _session.First("SELECT text FROM kept", row => row.GetString(0)));
        Assert.Null(_session.Scalar("SELECT text FROM kept"));
    }

    [Fact]
    public void A_value_that_was_forgotten_is_not_the_one_before()
    {
        const string Sql = "INSERT INTO kept (text, real) VALUES (?1, ?2)";
        _session.Execute(Sql, "a", 1.0);
        Assert.Throws<ArgumentException>(() => _session.Execute(Sql, "b"));
    }

    [Fact]
    public void A_second_statement_in_one_text_is_refused_not_passed_over() =>
        Assert.Throws<ArgumentException>(() => _session.Execute("DELETE FROM kept; DELETE FROM kept"));

    [Fact]
    public void A_statement_that_failed_works_the_next_time()
    {
        const string Sql = "INSERT INTO kept (text) VALUES (?1)";
        _session.Execute(Sql, "a");
        Assert.Equal(19, Assert.Throws<SqliteException>(() => _session.Execute(Sql, "a")).SqliteErrorCode);
        Assert.Equal(1, _session.Execute(Sql, "b"));
        Assert.Null(_session.TryInsert("INSERT INTO kept (text) VALUES (?1) ON CONFLICT DO NOTHING", "b"));
        Assert.Equal(2L, _session.Scalar("SELECT count(*) FROM kept"));
    }
}
