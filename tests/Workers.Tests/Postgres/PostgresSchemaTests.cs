using Ecom389.Monitor.Core;
using Ecom389.Monitor.Storage;
using Ecom389.Monitor.Tests;
using Npgsql;

namespace Ecom389.Monitor.Workers.Tests.Postgres;

public sealed class PostgresSchemaTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 7, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_empty_database_gets_every_table_and_column_that_SQLite_has()
    {
        var database = Migrated();
        using var lite = SqliteTables();
        var ours = PostgresServer.Shared.Sql(database, "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public'").Split('\n').ToHashSet(StringComparer.Ordinal);
        var theirs = lite.All("SELECT m.name || '.' || c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'listing_words%'", row => row.GetString(0));
        Assert.True(theirs.Count > 300, $"{theirs.Count} columns");
        Assert.DoesNotContain(theirs, column => !ours.Contains(column));
    }

    [Fact]
    public void Every_index_of_SQLite_is_there_under_its_name()
    {
        var database = Migrated();
        using var lite = SqliteTables();
        var ours = PostgresServer.Shared.Sql(database, "SELECT indexname FROM pg_indexes WHERE schemaname = 'public'").Split('\n').ToHashSet(StringComparer.Ordinal);
        var theirs = lite.All("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL", row => row.GetString(0));
        Assert.DoesNotContain(theirs, index => !ours.Contains(index));
    }

    [Fact]
    public void A_column_that_must_not_be_null_in_SQLite_must_not_be_here()
    {
        var database = Migrated();
        using var lite = SqliteTables();
        var ours = PostgresServer.Shared.Sql(database, "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public' AND is_nullable = 'NO'").Split('\n').ToHashSet(StringComparer.Ordinal);
        var theirs = lite.All("SELECT m.name || '.' || c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'listing_words%' AND (c.\"notnull\" = 1 OR c.pk > 0)", row => row.GetString(0));
        Assert.DoesNotContain(theirs, column => !ours.Contains(column));
    }

    [Fact]
    public void A_newer_database_is_refused_with_a_sentence()
    {
        var database = Migrated();
        PostgresServer.Shared.Sql(database, "INSERT INTO schema_migrations VALUES (9999, '9999_future.sql', 'x', 0)");
        var refusal = Assert.Throws<InvalidInputException>(() => Apply(database));
        Assert.Contains("newer version (step 9999_future.sql)", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_programs_database_is_refused_and_left_as_it_is()
    {
        var database = PostgresServer.Shared.NewDatabase();
        PostgresServer.Shared.Sql(database, "CREATE TABLE theirs (x int)");
        Assert.Throws<InvalidInputException>(() => Apply(database));
        Assert.Equal("theirs", PostgresServer.Shared.Sql(database, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"));
    }

    [Fact]
    public async Task Eight_programs_that_open_an_empty_database_at_once_make_one_schema()
    {
        var database = PostgresServer.Shared.NewDatabase();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Apply(database))));
        Assert.Equal(PostgresSchema.Steps().Count.ToString(System.Globalization.CultureInfo.InvariantCulture), PostgresServer.Shared.Sql(database, "SELECT count(*) FROM schema_migrations"));
    }

    [Theory]
    [InlineData("INSERT INTO audit (at, actor, action, subject, unit_id) VALUES (1, 'a', 'b', 'c', 'bo'); UPDATE audit SET actor = 'x'", "audit is append-only")]
    [InlineData("INSERT INTO audit (at, actor, action, subject, unit_id) VALUES (1, 'a', 'b', 'c', 'bo'); DELETE FROM audit", "audit is append-only")]
    [InlineData("INSERT INTO job_runs (job, slot, state, trigger, actor, attempt, process, started_at, ended_at) VALUES ('j', '2026-11-22', 'done', 'schedule', 's', 1, 'p', 1, 2); UPDATE job_runs SET state = 'failed'", "this run is done")]
    public void What_is_kept_cannot_be_rewritten(string sql, string sentence)
    {
        var database = Migrated();
        var refusal = Assert.Throws<InvalidOperationException>(() => PostgresServer.Shared.Sql(database, sql));
        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
    }

    private static string Migrated() => PostgresServer.Shared.NewDatabase("schema", Apply);

    private static void Apply(string database)
    {
        using var connection = new NpgsqlConnection(PostgresServer.Shared.Address(database) + ";Pooling=false");
        connection.Open();
        PostgresSchema.Apply(connection, database, PostgresSchema.Steps(), At);
    }

    private static SqliteSession SqliteTables()
    {
        SQLitePCL.Batteries_V2.Init();
        var session = new SqliteSession(":memory:", TimeSpan.FromSeconds(1));
        MigrationRunner.Run(session, ":memory:", [.. Migration.Embedded().Where(step => step.Number <= PostgresSchema.Steps()[^1].Number)], At);
        return session;
    }
}
