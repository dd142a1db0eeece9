using System.Collections.Concurrent;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling.Tests;

public sealed class PageBeingStoredTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_next_page_is_read_while_one_is_stored_and_no_third_is_asked_for()
    {
        await using var server = Shop();
        var frontier = new MemoryFrontier(TimeProvider.System);
        var (second, third) = (new TaskCompletionSource(), new TaskCompletionSource());
        var handler = new HeldStore(frontier)
        {
            Hold = url => url.EndsWith("/sp/1", StringComparison.Ordinal) ? second.Task : url.EndsWith("/sp/2", StringComparison.Ordinal) ? third.Task : Task.CompletedTask,
        };
        await using var engine = new ScanEngine(Sources.Options((Sources.Host, server)));
        var scan = engine.RunAsync([Sources.Shop()], frontier, handler, null, CancellationToken.None);

        await handler.ReadAsync("/sp/2").WaitAsync(Patience);
        // Two are being stored now; the one leased ahead is not asked for before the first of them is.
        Assert.Equal(2, frontier.Rows.Count(row => row.State is "leased"));
        Assert.DoesNotContain(server.Requests, request => request.Path is "/sp/3");
        second.SetResult();
        await handler.ReadAsync("/sp/3").WaitAsync(Patience);
        third.SetResult();
        var summary = (await scan).Sources[0];

        Assert.Equal((ScanOutcome.Completed, 6), (summary.Outcome, summary.Pages));
        Assert.All(frontier.Rows, row => Assert.Equal("done", row.State));
        Assert.Equal(server.Requests.Count, server.Requests.Select(request => request.Path).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_host_that_is_to_be_spared_is_not_looked_further_ahead_at()
    {
        await using var server = Shop();
        var frontier = new MemoryFrontier(TimeProvider.System);
        var held = new TaskCompletionSource();
        var handler = new HeldStore(frontier) { Hold = url => url.EndsWith("/sp/1", StringComparison.Ordinal) ? held.Task : Task.CompletedTask };
        await using var engine = new ScanEngine(Sources.Options((Sources.Host, server)));
        var source = Sources.Shop() with { Limits = new CrawlLimits { DelayMs = 250 } };
        using var stop = new CancellationTokenSource();
        var scan = engine.RunAsync([source], frontier, handler, null, stop.Token);

        await handler.ReadAsync("/sp/1").WaitAsync(Patience);
        Assert.Single(frontier.Rows, row => row.State is "leased");
        held.SetResult();
        await stop.CancelAsync();
        await scan;
    }

    [Fact]
    public async Task A_page_that_could_not_be_stored_is_tried_again_and_the_one_after_it_is_kept()
    {
        await using var server = Shop();
        var frontier = new MemoryFrontier(TimeProvider.System);
        var failures = 0;
        var handler = new HeldStore(frontier)
        {
            Hold = url => url.EndsWith("/sp/1", StringComparison.Ordinal) && Interlocked.Increment(ref failures) == 1 ? Task.FromException(new IOException("đĩa đầy")) : Task.CompletedTask,
        };
        await using var engine = new ScanEngine(Sources.Options((Sources.Host, server)));
        var summary = (await engine.RunAsync([Sources.Shop()], frontier, handler, null, CancellationToken.None)).Sources[0];

        Assert.Equal((ScanOutcome.Completed, 6, 1), (summary.Outcome, summary.Pages, summary.Errors["handler"]));
        Assert.Equal(2, server.Requests.Count(request => request.Path is "/sp/1"));
        Assert.Equal(1, server.Requests.Count(request => request.Path is "/sp/2"));
        Assert.All(frontier.Rows, row => Assert.Equal("done", row.State));
    }

    [Fact]
    public async Task Whoever_stops_the_scan_waits_for_the_page_being_stored_and_nothing_stays_leased()
    {
        await using var server = Shop();
        var frontier = new MemoryFrontier(TimeProvider.System);
        var held = new TaskCompletionSource();
        var handler = new HeldStore(frontier) { Hold = url => url.EndsWith("/sp/1", StringComparison.Ordinal) ? held.Task : Task.CompletedTask };
        await using var engine = new ScanEngine(Sources.Options((Sources.Host, server)));
        using var stop = new CancellationTokenSource();
        var scan = engine.RunAsync([Sources.Shop()], frontier, handler, null, stop.Token);

        await handler.ReadAsync("/sp/2").WaitAsync(Patience);
        await stop.CancelAsync();
        Assert.False(scan.IsCompleted);
        held.SetResult();
        var summary = (await scan).Sources[0];

        Assert.Equal((ScanOutcome.Partial, "cancelled", 3), (summary.Outcome, summary.Code, summary.Pages));
        Assert.DoesNotContain(frontier.Rows, row => row.State is "leased");
        Assert.Equal(3, frontier.Rows.Count(row => row.State is "done"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Pages_being_stored_count_towards_the_limit_of_pages(int most)
    {
        await using var server = Shop();
        var frontier = new MemoryFrontier(TimeProvider.System);
        await using var engine = new ScanEngine(Sources.Options((Sources.Host, server)));
        var source = Sources.Shop() with { Limits = new CrawlLimits { DelayMs = 0, MaxPages = most } };
        var handler = new HeldStore(frontier) { Hold = async _ => await Task.Yield() };
        var summary = (await engine.RunAsync([source], frontier, handler, null, CancellationToken.None)).Sources[0];
        Assert.Equal(("page-limit", most), (summary.Code, summary.Pages));
        Assert.Equal(most, server.Requests.Count(request => request.Path is not "/robots.txt"));
        Assert.DoesNotContain(frontier.Rows, row => row.State is "leased");
    }

    private static LoopbackServer Shop() => new((request, stream, cancellationToken) => LoopbackServer.RespondAsync(
        stream,
        request.Path is "/robots.txt" ? 404 : 200,
        request.Path is "/" ? string.Concat(Enumerable.Range(1, 5).Select(n => $"<a href=\"/sp/{n}\">x</a>")) : "<h1 data-listing>x</h1>",
        cancellationToken));

    /// <summary>Stores a page when it is let.</summary>
    private sealed class HeldStore(MemoryFrontier frontier) : IPageHandler
    {
        private readonly LinkFollower _follower = new(frontier);
        private readonly ConcurrentDictionary<string, TaskCompletionSource> _read = new(StringComparer.Ordinal);

        /// <summary>What the storing of a page by its URL waits for.</summary>
        public required Func<string, Task> Hold { get; init; }

        /// <summary>Ends when the page at a path was read.</summary>
        public Task ReadAsync(string path) => Reading(path).Task;

        public string Reader(SourceDefinition source) => _follower.Reader(source);

        public Task<PageHandled> HandleUnchangedAsync(PageContext page, Capture capture, CancellationToken cancellationToken) => _follower.HandleUnchangedAsync(page, capture, cancellationToken);

        public Task<PageHandled> HandleAsync(PageContext page, Capture capture, CancellationToken cancellationToken) => _follower.HandleAsync(page, capture, cancellationToken);

        public Task<PageInHand> BeginAsync(PageContext page, Capture capture, CancellationToken cancellationToken)
        {
            Reading(new Uri(capture.Url).AbsolutePath).TrySetResult();
            return Task.FromResult(new PageInHand(new PageHandled(1, 0), StoreAsync(page, capture, cancellationToken)));
        }

        private async Task<FrontierEntry?> StoreAsync(PageContext page, Capture capture, CancellationToken cancellationToken)
        {
            await Hold(capture.Url);
            return (await _follower.HandleAsync(page, capture, cancellationToken)).Next;
        }

        private TaskCompletionSource Reading(string path) => _read.GetOrAdd(path, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }
}
