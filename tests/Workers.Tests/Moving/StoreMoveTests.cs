using Ecom389.Monitor.Bench.Store;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Storage;
using Ecom389.Monitor.Tests;

namespace Ecom389.Monitor.Workers.Tests.Moving;

public sealed class StoreMoveTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ecom389-move-").FullName;

    private string Source => Path.Combine(_folder, "ecom389.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Two_thousand_listings_are_moved_and_every_row_is_the_same()
    {
        await FilledStore.MakeAsync(Source, 2_000, CancellationToken.None);
        var database = PostgresServer.Shared.NewDatabase();
        var report = Move(database);

        Assert.All(report.Tables, table => Assert.True(table.Matches, $"{table.Name}: {string.Join("; ", table.Differing)}"));
        Assert.Equal(2_000, Of(report, "listings").Rows);
        Assert.Equal(2_000, Of(report, "listing_words").MovedRows);
        Assert.True(Of(report, "review_items").Rows > 0 && Of(report, "decisions").Rows > 0 && Of(report, "audit").Rows > 0);
        Assert.Equal(Of(report, "item_counts").Sha256, Of(report, "item_counts").MovedSha256);
        // The next row gets the next number, and what may not be rewritten is refused again.
        Assert.Equal("t", PostgresServer.Shared.Sql(database, "SELECT nextval(pg_get_serial_sequence('listings', 'no')) = max(no) + 1 FROM listings"));
        Assert.Throws<InvalidOperationException>(() => PostgresServer.Shared.Sql(database, "DELETE FROM audit"));
    }

    [Fact]
    public async Task Rows_that_differ_are_missing_or_too_many_are_named()
    {
        await FilledStore.MakeAsync(Source, 20, CancellationToken.None);
        var database = PostgresServer.Shared.NewDatabase();
        Move(database);
        PostgresServer.Shared.Sql(database, """
            UPDATE listings SET url = 'https://khac.example/' WHERE no = 7;
            DELETE FROM listing_words WHERE listing_no = 3;
            INSERT INTO followers (name, at_no) VALUES ('them', 1)
            """);
        var report = new StoreMove(TimeProvider.System).Verify(Source, StoreAddress.Parse(PostgresServer.Shared.Address(database)), CancellationToken.None);

        Assert.False(report.Matches);
        Assert.Equal(["followers", "listing_words", "listings"], report.Tables.Where(table => !table.Matches).Select(table => table.Name).Order());
        Assert.Equal(["no=7 không giống / differs"], Of(report, "listings").Differing);
        Assert.Equal(["listing_no=3 bị thiếu / is missing"], Of(report, "listing_words").Differing);
        Assert.Equal(["name=them thừa / is too many"], Of(report, "followers").Differing);
    }

    [Fact]
    public async Task A_target_that_holds_something_is_refused_and_left_as_it_is()
    {
        await FilledStore.MakeAsync(Source, 5, CancellationToken.None);
        var database = PostgresServer.Shared.NewDatabase();
        Move(database);
        var refusal = Assert.Throws<InvalidInputException>(() => Move(database));
        Assert.Contains("the target is not empty", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("5", PostgresServer.Shared.Sql(database, "SELECT count(*) FROM listings"));
    }

    [Fact]
    public async Task A_source_that_another_program_has_open_is_refused()
    {
        await FilledStore.MakeAsync(Source, 5, CancellationToken.None);
        await using var open = SqliteStore.Open(Source, new ReviewPolicy(), TimeProvider.System);
        var refusal = Assert.Throws<InvalidInputException>(() => Move(PostgresServer.Shared.NewDatabase()));
        Assert.Contains("another program has the store open", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_of_an_older_version_is_refused()
    {
        await FilledStore.MakeAsync(Source, 1, CancellationToken.None);
        using (var session = new SqliteSession(Source, TimeSpan.FromSeconds(1))) session.Execute("DELETE FROM schema_migrations WHERE number = (SELECT max(number) FROM schema_migrations)");
        var refusal = Assert.Throws<InvalidInputException>(() => Move(PostgresServer.Shared.NewDatabase()));
        Assert.Contains("open it once with this version", refusal.Message, StringComparison.Ordinal);
    }

    private static MovedTable Of(MoveReport report, string table) => Assert.Single(report.Tables, row => row.Name == table);

    private MoveReport Move(string database) => new StoreMove(TimeProvider.System).Run(Source, StoreAddress.Parse(PostgresServer.Shared.Address(database)), CancellationToken.None);
}
