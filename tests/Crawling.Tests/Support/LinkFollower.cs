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

    /// <summary>The address a page of a listing gives itself.</summary>
    public Func<string, string?> Canonical { get; init; } = static _ => null;

    public string Reader(SourceDefinition source) => source.Version;

    public async Task<PageHandled> HandleUnchangedAsync(PageContext page, Capture capture, CancellationToken cancellationToken)
    {
        Captures.Enqueue(capture);
        return new PageHandled(1, 0) { Next = await frontier.AcknowledgeAsync(page, []) };
    }

    public async Task<PageHandled> HandleAsync(PageContext page, Capture capture, CancellationToken cancellationToken)
    {
        if (Before is { } before) await before(capture, cancellationToken);
        Captures.Enqueue(capture);
        var html = Encoding.UTF8.GetString(capture.Body.Span);
        var links = Href().Matches(html).Select(match => new PageLink(match.Groups[1].Value, "other")).ToList();
        var next = await frontier.AcknowledgeAsync(page, page.Links.Discover(page.Entry, capture, links));
        return new PageHandled(html.Contains("data-listing", StringComparison.Ordinal) ? 1 : 0, 0, Canonical(html)) { Next = next };
    }

    [GeneratedRegex("href=\"([^\"]+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Href();
}
