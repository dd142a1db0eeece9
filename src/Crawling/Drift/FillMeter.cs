using System.Collections.Concurrent;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>Counts what a scan brings, source by source, on the way of each page to its handler. Safe for concurrent use.</summary>
public sealed class FillMeter(IPageHandler handler, TimeProvider time) : IPageHandler
{
    private readonly ConcurrentDictionary<string, Counts> _counts = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public async Task<PageHandled> HandleAsync(PageContext page, Capture capture, CancellationToken cancellationToken)
    {
        var handled = await handler.HandleAsync(page, capture, cancellationToken);
        Count(page, capture, handled);
        return handled;
    }

    /// <inheritdoc />
    public async Task<PageInHand> BeginAsync(PageContext page, Capture capture, CancellationToken cancellationToken)
    {
        var begun = await handler.BeginAsync(page, capture, cancellationToken);
        return begun with { Stored = StoredAsync(page, capture, begun) };
    }

    /// <inheritdoc />
    public Task<PageHandled> HandleUnchangedAsync(PageContext page, Capture capture, CancellationToken cancellationToken) => handler.HandleUnchangedAsync(page, capture, cancellationToken);

    /// <inheritdoc />
    public string Reader(SourceDefinition source) => handler.Reader(source);

    /// <summary>Counts a listing that was acknowledged.</summary>
    /// <param name="sourceId">Whose it is.</param>
    /// <param name="version">Version of the definition it was read with.</param>
    /// <param name="listing">What it says.</param>
    public void Add(string sourceId, string version, ExtractedListing listing) => _counts.GetOrAdd(sourceId, _ => new()).Listing(version, listing);

    /// <summary>What a source brought, or null when no page of it was read.</summary>
    public SourceFill? Of(string sourceId) => _counts.TryGetValue(sourceId, out var counts) ? counts.Fill(sourceId, time.GetUtcNow()) : null;

    // Counted once it is acknowledged.
    private async Task<FrontierEntry?> StoredAsync(PageContext page, Capture capture, PageInHand begun)
    {
        var next = await begun.Stored;
        Count(page, capture, begun.Handled);
        return next;
    }

    private void Count(PageContext page, Capture capture, PageHandled handled)
    {
        var counts = Of(page.Source);
        counts.RunId = page.Run.Id;
        if (capture.Status is >= 200 and < 300 && IsToHoldListing(page)) counts.Page(handled.Listings > 0);
    }

    private Counts Of(SourceDefinition source)
    {
        var counts = _counts.GetOrAdd(source.Id, _ => new());
        counts.Version = source.Version;
        counts.Expect(source);
        return counts;
    }

    // Category pages and the like are to hold none; without patterns only what was named one by one is known to.
    private static bool IsToHoldListing(PageContext page)
    {
        var (source, request) = (page.Source, page.Entry.Request);
        if (page.Links.RoleOf(page.Entry.CanonicalUrl) == PageRole.Listing) return true;
        if (source.Pages.Listing.Count == 0 && request.Reason is "feed" or "url-list") return true;
        var isWhole = source.Selectors.Post.Count > 0 || (source.Endpoints.Count > 0 && source.Endpoints.All(endpoint => endpoint.Complete));
        return isWhole && request.Reason is "start" or "search";
    }

    private sealed class Counts
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<string, int> _measures = new(StringComparer.Ordinal);
        private bool _isExpecting;
        private int _pages;
        private int _pagesRead;
        private int _listings;

        public Guid RunId { get; set; }

        public string Version { get; set; } = "";

        public void Page(bool read)
        {
            lock (_gate)
            {
                _pages++;
                if (read) _pagesRead++;
            }
        }

        /// <summary>Fields the definition says the place of are watched even when none has one.</summary>
        public void Expect(SourceDefinition source)
        {
            lock (_gate)
            {
                if (_isExpecting) return;
                _isExpecting = true;
                foreach (var field in FillFields.All) _measures.TryAdd(field.Name, 0);
                foreach (var field in source.Selectors.Listing.Keys.Concat(source.Selectors.Post.Keys).Concat(source.Endpoints.SelectMany(endpoint => endpoint.Fields.Keys)))
                    if (field is not ("root" or "link" or "currency" or "url")) _measures.TryAdd(FillFields.Own + field, 0);
            }
        }

        public void Listing(string version, ExtractedListing listing)
        {
            lock (_gate)
            {
                _listings++;
                Version = version;
                foreach (var (name, isFilled) in FillFields.All)
                    if (isFilled(listing)) _measures[name] = _measures.GetValueOrDefault(name) + 1;
                foreach (var (field, from) in listing.Provenance)
                    if (from.StartsWith("selector:", StringComparison.Ordinal) || from.StartsWith("json:", StringComparison.Ordinal)) _measures[FillFields.Own + field] = _measures.GetValueOrDefault(FillFields.Own + field) + 1;
            }
        }

        public SourceFill? Fill(string sourceId, DateTimeOffset at)
        {
            lock (_gate)
            {
                return _pages + _listings == 0 ? null : new(RunId, sourceId, Version, at, _pages, _pagesRead, _listings, new SortedDictionary<string, int>(_measures, StringComparer.Ordinal));
            }
        }
    }
}
