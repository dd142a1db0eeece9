using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Microsoft.Data.Sqlite;

namespace Ecom389.Monitor.Storage.Tests;

/// <summary>What the file itself promises: its schema, who may open it, what may not be changed in it.</summary>
public sealed class SqliteFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ecom389-file-");

    private string File => Path.Combine(_folder.FullName, "a folder", "monitor.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Opening_twice_migrates_once()
    {
        await OpenAsync();
        await OpenAsync();
        Assert.Equal((long)Migration.Embedded().Count, Query("SELECT count(*) FROM schema_migrations"));
        Assert.Equal("wal", Query("PRAGMA journal_mode"));
    }

    [Fact]
    public async Task Several_processes_may_make_the_same_file_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(OpenAsync)));
        Assert.Equal((long)Migration.Embedded().Count, Query("SELECT count(*) FROM schema_migrations"));
    }

    [Fact]
    public async Task A_newer_database_is_refused_and_left_as_it_is()
    {
        await OpenAsync();
        Query("INSERT INTO schema_migrations VALUES (9999, '9999_future.sql', 'x', 0)");

        var refusal = await Assert.ThrowsAsync<InvalidInputException>(OpenAsync);
        Assert.Contains("9999_future.sql", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("newer version", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(File, refusal.Errors[0].File);
    }

    [Fact]
    public async Task A_step_applied_with_other_content_is_refused()
    {
        await OpenAsync();
        Query("UPDATE schema_migrations SET sha256 = 'other' WHERE number = 1");
        Assert.Contains("0001_records.sql", (await Assert.ThrowsAsync<InvalidInputException>(OpenAsync)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CREATE TABLE half (a); CREATE TABLE audit (a);")]
    [InlineData("CREATE TABLE half (a); SELECT 1; CREATE TABLE audit (a);")]
    [InlineData("CREATE TABLE half (a); INSERT INTO half VALUES (1) RETURNING a; CREATE INDEX findings_of ON nothing (a); CREATE TABLE more (a);")]
    public async Task A_step_that_fails_leaves_the_schema_as_it_was(string sql)
    {
        await OpenAsync();
        var broken = Migration.Embedded().Append(new Migration(9000, "9000_broken.sql", sql)).ToArray();
        Assert.Throws<SqliteException>(() => SqliteStore.Open(File, new ReviewPolicy(), TimeProvider.System, ProcessMark.Current(), broken));

        Assert.Equal(0L, Query("SELECT count(*) FROM sqlite_master WHERE name = 'half'"));
        await OpenAsync();
    }

    [Fact]
    public async Task A_new_step_is_applied_to_an_older_database()
    {
        await OpenAsync();
        var more = Migration.Embedded().Append(new Migration(9000, "9000_more.sql", "CREATE TABLE more (a INTEGER) STRICT;")).ToArray();
        await SqliteStore.Open(File, new ReviewPolicy(), TimeProvider.System, ProcessMark.Current(), more).DisposeAsync();

        Assert.Equal(1L, Query("SELECT count(*) FROM sqlite_master WHERE name = 'more'"));
        Assert.Contains("newer version", (await Assert.ThrowsAsync<InvalidInputException>(OpenAsync)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_programs_database_is_refused_and_left_as_it_is()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        Query("CREATE TABLE theirs (a)");
        Assert.Contains("another program", (await Assert.ThrowsAsync<InvalidInputException>(OpenAsync)).Message, StringComparison.Ordinal);
        Assert.Equal(1L, Query("SELECT count(*) FROM sqlite_master"));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_left_as_it_is()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        var text = string.Join('\n', Enumerable.Repeat("not a database", 100));
        await System.IO.File.WriteAllTextAsync(File, text);
        await Assert.ThrowsAsync<InvalidInputException>(OpenAsync);
        Assert.Equal(text, await System.IO.File.ReadAllTextAsync(File));
    }

    [Theory]
    [MemberData(nameof(RewritingSql.Statements), MemberType = typeof(RewritingSql))]
    public async Task What_people_did_and_what_was_judged_cannot_be_rewritten_even_by_hand(string sql)
    {
        var queue = await FilledAsync();
        await queue.DisposeAsync();
        Assert.Matches("append-only|immutable", Assert.Throws<SqliteException>(() => Query(sql)).Message);
    }

    [Fact]
    public async Task A_second_open_item_of_a_listing_is_refused_by_the_schema()
    {
        await (await FilledAsync()).DisposeAsync();
        Query("UPDATE review_items SET state = 'new', leased_by = NULL");
        Assert.Throws<SqliteException>(() => Query("""
            INSERT INTO review_items (id, listing_no, finding_no, source_id, channel, state, priority, codes, opened_at, updated_at, unit_id, unit_from, revision)
            SELECT x'00', listing_no, finding_no, source_id, channel, 'waiting', 0, '[]', 0, 0, unit_id, 0, 1 FROM review_items
            """));
    }

    [Fact]
    public async Task A_write_that_fails_takes_nothing_of_its_group_with_it()
    {
        await using var store = Open();
        var good = Enumerable.Range(0, 50).Select(i => store.Audit.AppendAsync(new AuditEvent(DateTimeOffset.UnixEpoch, "lan", "a", $"s{i}", null), CancellationToken.None)).ToArray();
        var bad = Enumerable.Range(0, 50).Select(i => store.Audit.AppendAsync(new AuditEvent(DateTimeOffset.UnixEpoch, null!, "a", $"s{i}", null), CancellationToken.None)).ToArray();
        foreach (var task in bad) await Assert.ThrowsAsync<SqliteException>(() => task);
        await Task.WhenAll(good);

        Assert.Equal(50, (await store.Audit.ReadAsync(subject: null, 1000, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task A_full_disk_fails_the_write_and_corrupts_nothing()
    {
        await (await FilledAsync()).DisposeAsync();
        var pages = (long)Query("PRAGMA page_count")!;
        await using var store = Open();
        await store.LimitPagesAsync(pages + 4);
        var text = new string('x', 4000);

        await Assert.ThrowsAsync<SqliteException>(async () =>
        {
            for (var i = 0; i < 100; i++) await store.Audit.AppendAsync(new AuditEvent(DateTimeOffset.UnixEpoch, "lan", "a", $"full{i}", text), CancellationToken.None);
        });
        await store.LimitPagesAsync(1_000_000);
        await store.Audit.AppendAsync(new AuditEvent(DateTimeOffset.UnixEpoch, "lan", "a", "after", null), CancellationToken.None);
        Assert.Single(await store.Audit.ReadAsync("after", 10, CancellationToken.None));
        Assert.Equal("ok", Query("PRAGMA integrity_check"));
    }

    [Fact]
    public async Task After_it_is_closed_a_store_says_so()
    {
        var store = Open();
        await store.DisposeAsync();
        await store.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.Audit.AppendAsync(new AuditEvent(DateTimeOffset.UnixEpoch, "lan", "a", "s", null), CancellationToken.None));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.Users.AllAsync(CancellationToken.None));
    }

    [Fact]
    public void A_process_that_runs_is_not_gone_and_one_that_does_not_is()
    {
        var mark = ProcessMark.Current();
        Assert.Equal(mark, ProcessMark.Current());
        Assert.False(ProcessMark.IsGone(mark));
        Assert.True(ProcessMark.IsGone(mark[..(mark.LastIndexOf('/') + 1)] + "1"));
        Assert.False(ProcessMark.IsGone("another-machine/1/1"));
        Assert.False(ProcessMark.IsGone("nonsense"));
    }

    [Fact]
    public async Task What_would_undo_a_large_statement_lies_in_files_not_in_memory_and_all_left_over_rows_go_into_the_next_run()
    {
        await using var store = Open();
        // 1 is FILE; the frontier's hand-over of a million rows would hold 220 MB otherwise.
        Assert.Equal(1L, await store.SettingAsync("temp_store"));
        var run = await store.Frontier.BeginRunAsync("cho-mau", DateTimeOffset.UnixEpoch, CancellationToken.None);
        foreach (var batch in Enumerable.Range(0, 20_000).Chunk(1_000))
            Assert.Equal(1_000, await store.Frontier.AddAsync(run, [.. batch.Select(page => Pages.Link($"/tin/{page}"))], CancellationToken.None));
        await store.Frontier.EndRunAsync(run.Id, DateTimeOffset.UnixEpoch, "{}", CancellationToken.None);
        var next = await store.Frontier.BeginRunAsync("cho-mau", DateTimeOffset.UnixEpoch, CancellationToken.None);
        Assert.Equal(20_000, (await store.Frontier.CountsAsync(next.Id, CancellationToken.None)).Pending);
    }

    private SqliteStore Open() => SqliteStore.Open(File, new ReviewPolicy(), TimeProvider.System);

    private async Task OpenAsync() => await Open().DisposeAsync();

    /// <summary>A store with one decided item.</summary>
    private async Task<SqliteStore> FilledAsync()
    {
        var store = Open();
        var source = Pages.Source();
        var run = await store.Frontier.BeginRunAsync(source.Id, DateTimeOffset.UnixEpoch, CancellationToken.None);
        await store.Frontier.AddAsync(run, [Pages.Link("/a")], CancellationToken.None);
        var entry = await store.Frontier.LeaseAsync(run.Id, "w", TimeSpan.FromMinutes(5), CancellationToken.None);
        var receipts = await store.Intake.AcknowledgeAsync(Pages.Page(run, entry!, source, DateTimeOffset.UnixEpoch, PageKind.Listing, [Pages.Listing("a", codes: "counterfeit")]), CancellationToken.None);
        var service = new ReviewService(store.Queue, store.Approvals, store.Audit, TimeProvider.System, new ReviewSettings());
        var result = await service.DecideAsync(new DecideCommand(receipts[0].ItemId!.Value, DecisionKind.Dismiss, null, "vì"), new Actor("lan", Role.Inspector, "bo"), CancellationToken.None);
        Assert.IsType<DecideResult.Decided>(result);
        return store;
    }

    private object? Query(string sql)
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
