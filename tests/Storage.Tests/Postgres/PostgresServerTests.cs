using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Npgsql;

namespace Ecom389.Monitor.Storage.Tests;

/// <summary>What the server itself promises: what may not be changed in it, what happens when it goes away, how it is addressed.</summary>
public sealed class PostgresServerTests
{
    private static CancellationToken None => CancellationToken.None;

    [Theory]
    [MemberData(nameof(RewritingSql.Statements), MemberType = typeof(RewritingSql))]
    public async Task What_people_did_and_what_was_judged_cannot_be_rewritten_even_by_hand(string sql)
    {
        using var place = new PostgresPlace();
        await using (var store = place.Open(new ReviewPolicy(), TimeProvider.System)) await FillAsync(store);
        Assert.Matches("append-only|immutable", Assert.Throws<PostgresException>(() => place.Sql(sql)).MessageText);
    }

    [Fact]
    public async Task A_write_that_fails_takes_nothing_of_others_with_it()
    {
        using var place = new PostgresPlace();
        await using var store = place.Open(new ReviewPolicy(), TimeProvider.System);
        var good = Enumerable.Range(0, 30).Select(i => store.Audit.AppendAsync(new AuditEvent(DateTimeOffset.UnixEpoch, "lan", "a", $"s{i}", null), None)).ToArray();
        var bad = Enumerable.Range(0, 30).Select(i => store.Audit.AppendAsync(new AuditEvent(DateTimeOffset.UnixEpoch, null!, "a", $"s{i}", null), None)).ToArray();
        foreach (var task in bad) await Assert.ThrowsAsync<PostgresException>(() => task);
        await Task.WhenAll(good);
        Assert.Equal(30, (await store.Audit.ReadAsync(subject: null, 1000, None)).Count);
    }

    [Fact]
    public async Task Reads_and_writes_wait_for_a_server_that_is_restarted_and_nothing_acknowledged_is_lost()
    {
        using var server = PostgresServer.Start();
        var address = StoreAddress.Parse(server.Url(server.NewDatabase()));
        await using var store = PostgresStore.Open(address, new ReviewPolicy(), TimeProvider.System);
        await store.Audit.AppendAsync(new AuditEvent(DateTimeOffset.UnixEpoch, "lan", "before", "s", null), None);

        // As a crash: nothing is written down that was not there already.
        server.Stop("QUIT");
        var read = store.Audit.ReadAsync("s", 10, None);
        var write = store.Audit.AppendAsync(new AuditEvent(DateTimeOffset.UnixEpoch, "lan", "after", "s", null), None);
        Assert.False(read.IsCompleted || write.IsCompleted);
        server.StartAgain();

        Assert.Contains("before", (await read).Select(audit => audit.Action));
        await write;
        Assert.Equal(["after", "before"], (await store.Audit.ReadAsync("s", 10, None)).Select(audit => audit.Action));
    }

    [Fact]
    public async Task A_server_that_does_not_keep_what_it_says_fails_the_check()
    {
        using var server = PostgresServer.Start("fsync = off", "synchronous_commit = off");
        await using var store = PostgresStore.Open(StoreAddress.Parse(server.Url(server.NewDatabase())), new ReviewPolicy(), TimeProvider.System);
        var fault = Assert.Single((await store.Care.CheckAsync(None)).Faults);
        Assert.Equal(("durability", "1: fsync = off"), (fault.Invariant, fault.Detail));
    }

    [Fact]
    public async Task After_it_is_closed_a_store_says_so()
    {
        using var place = new PostgresPlace();
        var store = place.Open(new ReviewPolicy(), TimeProvider.System);
        await store.DisposeAsync();
        await store.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.Audit.AppendAsync(new AuditEvent(DateTimeOffset.UnixEpoch, "lan", "a", "s", null), None));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.Users.AllAsync(None));
    }

    [Fact]
    public async Task Text_that_PostgreSQL_cannot_keep_is_kept_as_near_as_it_can()
    {
        using var place = new PostgresPlace();
        await using var store = place.Open(new ReviewPolicy(), TimeProvider.System);
        await store.Audit.AppendAsync(new AuditEvent(DateTimeOffset.UnixEpoch, "lan", "a", "a\0b\ud800c😀", null), None);
        Assert.Equal("a\ufffdb\ufffdc😀", Assert.Single(await store.Audit.ReadAsync(null, 10, None)).Subject);
    }

    [Theory]
    [InlineData("postgres://lan:m%40t%20kh%E1%BA%A9u@db.vn:6543/kho?sslmode=verify-full&connect_timeout=7", "postgres://lan@db.vn:6543/kho")]
    [InlineData("postgresql://lan@db.vn/kho", "postgres://lan@db.vn:5432/kho")]
    [InlineData("Host=db.vn;Username=lan;Password=kín;Database=kho", "postgres://lan@db.vn:5432/kho")]
    public void An_address_of_a_server_prints_without_its_password(string text, string printed)
    {
        var address = StoreAddress.Parse(text);
        Assert.True(address.IsServer);
        Assert.Equal(printed, address.ToString());
    }

    [Fact]
    public void An_address_carries_password_and_options_to_the_server()
    {
        var builder = new NpgsqlConnectionStringBuilder(StoreAddress.Parse("postgres://lan:m%40t%20kh%E1%BA%A9u@db.vn:6543/kho?sslmode=verify-full&connect_timeout=7").ConnectionString);
        Assert.Equal(("m@t khẩu", SslMode.VerifyFull, 7), (builder.Password, builder.SslMode, builder.Timeout));
        Assert.Equal("/var/lib/kho.db", StoreAddress.Parse("/var/lib/kho.db").File);
    }

    [Fact]
    public void Words_of_the_roles_become_positional_parameters() =>
        Assert.Equal("INSERT INTO a (b, c) VALUES ($1, $12) RETURNING no", new PostgresStatements().Returning("INSERT INTO a (b, c) VALUES (?1, ?12)"));

    /// <summary>One decided item.</summary>
    private static async Task FillAsync(MonitorStore store)
    {
        var source = Pages.Source();
        var run = await store.Frontier.BeginRunAsync(source.Id, DateTimeOffset.UnixEpoch, None);
        await store.Frontier.AddAsync(run, [Pages.Link("/a")], None);
        var entry = await store.Frontier.LeaseAsync(run.Id, "w", TimeSpan.FromMinutes(5), None);
        var receipts = await store.Intake.AcknowledgeAsync(Pages.Page(run, entry!, source, DateTimeOffset.UnixEpoch, PageKind.Listing, [Pages.Listing("a", codes: "counterfeit")]), None);
        var service = new ReviewService(store.Queue, store.Approvals, store.Audit, TimeProvider.System, new ReviewSettings());
        Assert.IsType<DecideResult.Decided>(await service.DecideAsync(new DecideCommand(receipts[0].ItemId!.Value, DecisionKind.Dismiss, null, "vì"), new Actor("lan", Role.Inspector, "bo"), None));
    }
}
