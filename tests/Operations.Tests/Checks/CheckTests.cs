using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Operations.Checks;
using Ecom389.Monitor.Pipeline;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Storage;

namespace Ecom389.Monitor.Operations.Tests.Checks;

public sealed class CheckTests(ScannedShop shop) : IClassFixture<ScannedShop>
{
    [Theory]
    [InlineData("UPDATE listings SET latest_snapshot = NULL WHERE no = 1", "listing-has-latest-snapshot")]
    [InlineData("UPDATE snapshots SET latest_finding = 999999 WHERE no = 1", "snapshot-has-finding")]
    [InlineData("DELETE FROM listing_urls WHERE listing_no = 1", "listing-has-address")]
    [InlineData("DELETE FROM listing_words WHERE rowid = 1", "listing-is-searchable")]
    [InlineData("UPDATE frontier SET leased_by = 'x' WHERE no = 1", "lease-is-whole")]
    [InlineData("UPDATE item_counts SET n = n + 1", "counts-as-rows")]
    [InlineData("UPDATE review_items SET revision = revision + 1", "item-has-every-transition")]
    [InlineData("UPDATE review_items SET state = 'dismissed'", "item-is-where-it-went")]
    [InlineData("UPDATE item_codes SET priority = priority / 2 + 0.001", "item-codes-as-item")]
    [InlineData("UPDATE captures SET archive_length = archive_length + 1000000000 WHERE no = 1", "evidence-is-there")]
    public async Task The_checker_finds_what_was_broken(string change, string invariant)
    {
        var sample = shop.Sample;
        using var folder = new TemporaryFolder();
        var installation = sample.Installation with { Data = folder.Path };
        await sample.Services.Store.Care.CopyToAsync(installation.Database, CancellationToken.None);
        Directory.CreateSymbolicLink(installation.Evidence, sample.Installation.Evidence);
        await using var services = MonitorServices.Open(installation);
        Assert.Empty((await InstallationCheck.RunAsync(installation, services, deep: false, TimeProvider.System, CancellationToken.None)).Faults);
        using (var session = new SqliteSession(installation.Database, TimeSpan.FromSeconds(5)))
        {
            session.Script("PRAGMA foreign_keys = OFF");
            Assert.True(session.Execute(change) > 0);
        }

        var report = await InstallationCheck.RunAsync(installation, services, deep: false, TimeProvider.System, CancellationToken.None);

        Assert.Contains(report.Faults, fault => fault.Invariant == invariant);
    }

    [Fact]
    public async Task A_page_whose_body_never_reached_the_archive_is_found_by_the_deep_check_with_its_place()
    {
        var sample = shop.Sample;
        using var folder = new TemporaryFolder();
        var installation = sample.Installation with { Data = folder.Path };
        await sample.Services.Store.Care.CopyToAsync(installation.Database, CancellationToken.None);
        Directory.CreateSymbolicLink(installation.Evidence, sample.Installation.Evidence);
        Directory.CreateSymbolicLink(installation.Custody, sample.Installation.Custody);
        await using var services = MonitorServices.Open(installation);
        var whole = await InstallationCheck.RunAsync(installation, services, deep: true, TimeProvider.System, CancellationToken.None);
        Assert.Empty(whole.Faults);
        Assert.Contains("evidence-bodies", whole.Checked);
        var (position, capture) = (await services.Store.Care.CapturesAsync(0, 1, CancellationToken.None))[0];
        using (var session = new SqliteSession(installation.Database, TimeSpan.FromSeconds(5)))
            Assert.Equal(1, session.Execute("UPDATE captures SET body_sha256 = ?1 WHERE no = ?2", ContentHash.Of("the page as it was judged"), position));

        var report = await InstallationCheck.RunAsync(installation, services, deep: true, TimeProvider.System, CancellationToken.None);

        var fault = Assert.Single(report.Faults);
        Assert.Equal("evidence-bodies", fault.Invariant);
        Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"{capture.Archive.File}: record at byte {capture.Archive.Offset}: "), fault.Detail, StringComparison.Ordinal);
        Assert.Contains(capture.Id.ToString("D"), fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_clock_is_compared_with_a_server_and_a_silent_one_is_no_fault()
    {
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)server.Client.LocalEndPoint!).Port;
        var time = new TestTime("2026-11-22 12:00");
        var serving = Task.Run(async () =>
        {
            foreach (var ahead in new[] { 0.2, 90.0 })
            {
                var asked = await server.ReceiveAsync();
                var answer = new byte[48];
                (answer[0], answer[1]) = (0x24, 2);
                foreach (var at in new[] { 32, 40 }) Write(answer, at, time.Now.AddSeconds(ahead));
                await server.SendAsync(answer, asked.RemoteEndPoint);
            }
        });

        var good = await ClockCheck.RunAsync($"127.0.0.1:{port}", time, CancellationToken.None);
        var bad = await ClockCheck.RunAsync($"127.0.0.1:{port}", time, CancellationToken.None);
        await serving;
        server.Close();
        var silent = await ClockCheck.RunAsync($"127.0.0.1:{port}", time, CancellationToken.None);

        Assert.Equal((CheckLevel.Ok, CheckLevel.Missing, CheckLevel.Note), (good.Level, bad.Level, silent.Level));
        Assert.Contains("+90.000", bad.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1_000_000, 100_000, 10L)]
    [InlineData(1_000_000, 0, null)]
    [InlineData(0, 100_000, 0L)]
    public void The_disk_lasts_as_long_as_the_growth_says(long bytes, double perDay, long? days) => Assert.Equal(days, DiskCheck.DaysLeft(bytes, perDay));

    [Fact]
    public async Task A_store_of_an_older_version_is_copied_before_it_is_brought_up_to_date()
    {
        using var folder = new TemporaryFolder();
        var path = folder["ecom389.db"];
        var all = Migration.Embedded();
        await using (SqliteStore.Open(path, new ReviewPolicy(), TimeProvider.System, "a", [.. all.Where(step => step.Number < 7)])) { }

        await using (var now = SqliteStore.Open(path, new ReviewPolicy(), TimeProvider.System)) Assert.Equal(all[^1].Number, await now.Care.SchemaAsync(CancellationToken.None));

        // The way back: the copy opens in the older version.
        await using (var back = SqliteStore.Open(path + ".before-0007", new ReviewPolicy(), TimeProvider.System, "a", [.. all.Where(step => step.Number < 7)]))
            Assert.True(await back.Care.SchemaAsync(CancellationToken.None) < 7);
        Assert.False(File.Exists(path + ".before-0007.partial"));
    }

    [Fact]
    public async Task A_store_of_a_newer_version_is_refused_with_a_sentence_and_left_alone()
    {
        using var folder = new TemporaryFolder();
        var path = folder["ecom389.db"];
        var all = Migration.Embedded();
        await using (SqliteStore.Open(path, new ReviewPolicy(), TimeProvider.System, "a", [.. all, new Migration(9999, "9999_future.sql", "CREATE TABLE future (x) ")])) { }
        var before = await File.ReadAllBytesAsync(path);

        var refusal = Assert.Throws<InvalidInputException>(() => SqliteStore.Open(path, new ReviewPolicy(), TimeProvider.System));

        Assert.Contains("9999_future.sql", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(path));
        Assert.Empty(Directory.GetFiles(folder.Path, "*.before-*"));
    }

    private static void Write(byte[] packet, int at, DateTimeOffset instant)
    {
        var since = instant - new DateTimeOffset(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(at), (uint)since.TotalSeconds);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(at + 4), (uint)((since.TotalSeconds - Math.Floor(since.TotalSeconds)) * (1L << 32)));
    }
}

/// <summary>A shop scanned once for many tests; each works on a copy.</summary>
public sealed class ScannedShop : IAsyncLifetime
{
    internal SampleInstallation Sample { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Sample = await SampleInstallation.StartAsync();
        await Sample.ScanAsync();
    }

    public async Task DisposeAsync() => await Sample.DisposeAsync();
}
