using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Custody;

namespace Ecom389.Monitor.Evidence.Tests.Custody;

public sealed class SettlingTests : IDisposable
{
    private readonly TestInstallation _installation = new();

    public void Dispose() => _installation.Dispose();

    [Fact]
    public async Task Captures_that_end_together_share_a_sync()
    {
        await using var log = Open();
        var group = new SettlingGroup(log, Timeout.InfiniteTimeSpan);
        var (flushes, written) = (0, new List<IWrittenCapture>());
        for (var i = 0; i < 8; i++) written.Add(group.Take(Records(() => { flushes++; return Task.CompletedTask; }), [Entry(i)]));

        await Task.WhenAll(written.Select(capture => capture.SettleAsync()));

        Assert.Equal(((8, 1), 8), (log.Written, flushes));
    }

    [Fact]
    public async Task Eight_captures_are_enough_whoever_is_still_in_hand()
    {
        await using var log = Open();
        var group = new SettlingGroup(log, Timeout.InfiniteTimeSpan);
        var written = new List<IWrittenCapture>();
        for (var i = 0; i < 9; i++) written.Add(group.Take(Records(() => Task.CompletedTask), [Entry(i)]));

        await Task.WhenAll(written.Take(8).Select(capture => capture.SettleAsync()));
        Assert.Equal((8, 1), log.Written);
        await written[8].SettleAsync();
        Assert.Equal((9, 2), log.Written);
    }

    [Fact]
    public async Task A_capture_is_waited_for_no_longer_than_there_is_patience()
    {
        await using var log = Open();
        var group = new SettlingGroup(log, TimeSpan.FromMilliseconds(1));
        using var slow = group.Take(Records(() => Task.CompletedTask), [Entry(1)]);
        using var quick = group.Take(Records(() => Task.CompletedTask), [Entry(2)]);
        await quick.SettleAsync();
        Assert.Equal((1, 1), log.Written);
    }

    [Fact]
    public async Task Alone_a_capture_waits_for_nobody()
    {
        await using var log = Open();
        var group = new SettlingGroup(log, Timeout.InfiniteTimeSpan);
        using var written = group.Take(Records(() => Task.CompletedTask), [Entry(1)]);
        await written.SettleAsync();
        Assert.Equal((1, 1), log.Written);
    }

    [Fact]
    public async Task Bytes_that_do_not_reach_the_disk_have_no_event_and_the_caller_is_told()
    {
        await using var log = Open();
        var group = new SettlingGroup(log, Timeout.InfiniteTimeSpan);
        using var lost = group.Take(Records(() => Task.FromException(new IOException("đĩa hỏng"))), [Entry(1)]);
        await Assert.ThrowsAsync<IOException>(lost.SettleAsync);
        using var kept = group.Take(Records(() => Task.CompletedTask), [Entry(2)]);
        await kept.SettleAsync();
        Assert.Equal(1, log.Written.Lines);
    }

    [Fact]
    public async Task A_capture_that_nobody_settled_is_put_down_all_the_same()
    {
        await using var log = Open();
        var group = new SettlingGroup(log, Timeout.InfiniteTimeSpan);
        group.Take(Records(() => Task.CompletedTask), [Entry(1)]).Dispose();
        await group.AllAsync();
        Assert.Equal(1, log.Written.Lines);
    }

    [Fact]
    public async Task The_bytes_come_before_what_the_chain_says_of_them()
    {
        await using var log = Open();
        var group = new SettlingGroup(log, Timeout.InfiniteTimeSpan);
        var linesAtFlush = -1L;
        using var written = group.Take(Records(() => { linesAtFlush = log.Written.Lines; return Task.CompletedTask; }), [Entry(1)]);
        await written.SettleAsync();
        Assert.Equal((0, 1), (linesAtFlush, log.Written.Lines));
    }

    private static WrittenRecords Records(Func<Task> flush) => new([new("a.warc.gz", 0, 1)], flush);

    private static CustodyEntry Entry(int i) => new(CustodyActions.Captured, "system:scan", $"capture:{i}");

    private CustodyLog Open() => CustodyLog.Open(_installation.Custody, "scan", _installation.Clock);
}
