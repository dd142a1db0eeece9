using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Ecom389.Monitor.Core;
using Capture = Ecom389.Monitor.Core.Capture;

namespace Ecom389.Monitor.Crawling.Tests;

/// <summary>A handler that keeps captures and follows every href; a page with <c>data-listing</c> holds a listing.</summary>
internal sealed partial class LinkFollower(MemoryFrontier frontier) : IPageHandler
{
    public ConcurrentQueue<Capture> Captures { get; } = new();

    public Func<Capture, CancellationToken, Task>? Before { get; init; }

    public async Task<PageHandled> HandleAsync(CrawlRun run, FrontierEntry entry, SourceDefinition source, Capture capture, CancellationToken cancellationToken)
    {
        if (Before is { } before) await before(capture, cancellationToken);
        Captures.Enqueue(capture);
        var html = Encoding.UTF8.GetString(capture.Body.Span);
        var links = Href().Matches(html).Select(match => new PageLink(match.Groups[1].Value, "other")).ToList();
        await frontier.AcknowledgeAsync(run, entry, new LinkPolicy(source).Discover(entry, capture, links));
        return new PageHandled(html.Contains("data-listing", StringComparison.Ordinal) ? 1 : 0, 0);
    }

    [GeneratedRegex("href=\"([^\"]+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Href();
}
