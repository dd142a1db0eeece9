using System.Globalization;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Extraction;

/// <summary>
/// Reads captures: decodes, parses once, asks each layer in turn, tells what sort of page it is. Safe for concurrent use.
/// Never throws on a page.
/// </summary>
public sealed class PageExtractor : IPageExtractor
{
    /// <summary>Raised with every change of what is extracted.</summary>
    private const int Revision = 3;

    // Deeper nesting makes tree building quadratic and says nothing more; comments and source positions are never looked at.
    private static readonly HtmlParserOptions ParserOptions = new() { MaximumDepth = 400, SkipComments = true, DisableElementPositionTracking = true };

    private readonly ExtractionOptions _options;
    private readonly Vocabulary _words = new();
    private readonly DraftFinisher _finisher;
    private readonly LinkFinder _links;
    private readonly AnswerReader _answers;

    public PageExtractor() : this(new()) { }

    public PageExtractor(ExtractionOptions options)
    {
        _options = options;
        _finisher = new(_words, new(_words));
        _links = new(_words, options.MaxLinks);
        _answers = new(_words, _finisher, options.MaxListings);
        Version = ContentHash.Of(string.Create(CultureInfo.InvariantCulture, $"extraction/{Revision} normaliser/{Normaliser.Version} layers/{(int)options.Layers}"))[..16];
    }

    /// <inheritdoc/>
    public string Version { get; }

    /// <inheritdoc/>
    public PageExtraction Extract(Capture capture, SourceDefinition? source)
    {
        try
        {
            if (source is not { Endpoints.Count: > 0 }) return Read(capture, source);
            if (_answers.Read(capture, source) is { } answer) return answer;
            return capture.SubResources.Count == 0 ? Read(capture, source) : _answers.AddAnswers(Read(capture, source), capture, source);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The last line of the promise: a page that a layer chokes on yields nothing, and the night goes on; but not unheard.
            _options.OnFailure?.Invoke(new(capture.Url, capture.Id, "a layer failed", e));
            return new(capture.Url, PageKind.Other, [], []);
        }
    }

    /// <summary>Why a page counts as what it does: for benches and for a person asking.</summary>
    internal IReadOnlyList<KindVote> Explain(Capture capture)
    {
        var (text, _) = PageDecoder.Decode(capture.Body.Span, capture.ResponseHeader("Content-Type"));
        using var document = Parse(text);
        if (document is null) return [];
        using var dom = PageDom.Of(document);
        var page = new PageContext(dom, document, Uri.TryCreate(capture.Url, UriKind.Absolute, out var uri) ? uri : null, capture.CapturedAt, _words);
        var votes = PageKinds.Votes(page, EvidenceOf(page));
        foreach (var price in page.RatedPrices.All.OrderByDescending(p => p.Score).Take(6))
            votes.Add(new(string.Create(CultureInfo.InvariantCulture, $"price {price.Price.Amount} '{price.Text}' score {price.Score:0.0}{(price.IsOld ? " old" : "")}{(price.IsOther ? " other" : "")}{(page.Cards.IsInCard(price.Position) ? " card" : "")}"), 0, 0));
        votes.Add(new($"{page.Cards.Cards.Count} cards", 0, 0));
        return votes;
    }

    private PageExtraction Read(Capture capture, SourceDefinition? source)
    {
        var body = capture.Body.Length > _options.MaxBytes ? capture.Body[.._options.MaxBytes] : capture.Body;
        if (body.IsEmpty || !LooksLikeText(body.Span)) return new(capture.Url, PageKind.Other, [], []);
        var contentType = capture.Mode == RenderMode.Browser ? "text/html; charset=utf-8" : capture.ResponseHeader("Content-Type");
        using var text = PageDecoder.Read(body.Span, contentType);
        var url = Uri.TryCreate(capture.Url, UriKind.Absolute, out var uri) ? uri : null;
        // Selectors are asked of AngleSharp's tree; without them most pages need none.
        if ((source is null || !HasSelectors(source)) && PlainMarkup.TryRead(text) is { } plain)
        {
            using (plain) return Read(new PageContext(plain, null, url, capture.CapturedAt, _words), capture.Url, source);
        }

        using var document = Parse(text.ToString());
        if (document is null)
        {
            _options.OnFailure?.Invoke(new(capture.Url, capture.Id, "building the tree took too long", null));
            return new(capture.Url, PageKind.Other, [], []);
        }

        using var dom = PageDom.Of(document);
        return Read(new PageContext(dom, document, url, capture.CapturedAt, _words), capture.Url, source);
    }

    private static bool HasSelectors(SourceDefinition source) =>
        source.Selectors is not { Listing.Count: 0, Card.Count: 0, Post.Count: 0, Comment.Count: 0, Next: null or "" }
        || source.Categories.Any(series => series.Cursor is not null)
        || source.Search?.Pages.Cursor is not null;

    private IHtmlDocument? Parse(string text)
    {
        using var timeout = new CancellationTokenSource(_options.ParseTimeout);
        try
        {
            return new HtmlParser(ParserOptions).ParseDocumentAsync(text, timeout.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private PageExtraction Read(PageContext page, string url, SourceDefinition? source)
    {
        var posts = TimelineOf(page, source);
        if (posts.Count > 0) return Finish(page, url, source, PageKind.Timeline, posts);
        var evidence = EvidenceOf(page);
        var kind = PageKinds.ByPattern(source, url) ?? (SelectorsFindListing(page, source) ? PageKind.Listing : PageKinds.Weigh(page, evidence));
        switch (kind)
        {
            case PageKind.Listing:
                var draft = ReadListing(page, evidence, source);
                if (draft.Has(Fields.Title) || draft.Price is not null)
                    return Finish(page, url, source, PageKind.Listing, [(draft, url)]);
                return Finish(page, url, source, PageKind.Other, []);
            case PageKind.List:
                return Finish(page, url, source, PageKind.List, CardsOf(page, evidence, source));
            default:
                var posted = Has(ExtractionLayers.Heuristics) ? PostReader.ByShape(page, _options.MaxListings) : [];
                return posted.Count > 0 ? Finish(page, url, source, PageKind.Timeline, posted) : Finish(page, url, source, PageKind.Other, []);
        }
    }

    private List<(ListingDraft Draft, string Url)> TimelineOf(PageContext page, SourceDefinition? source)
    {
        if (source is not null && Has(ExtractionLayers.Selectors) && PostReader.BySelectors(page, source.Selectors, _options.MaxListings) is { Count: > 0 } selected) return [.. selected, .. CommentReader.BySelectors(page, source.Selectors, _options.MaxListings)];
        return source?.Channel is Channel.Social && Has(ExtractionLayers.Heuristics) ? PostReader.ByShape(page, _options.MaxListings) : [];
    }

    private PageEvidence EvidenceOf(PageContext page)
    {
        var items = new List<SchemaItem>();
        if (Has(ExtractionLayers.JsonLd)) items.AddRange(JsonLdReader.Read(page.Dom));
        if (Has(ExtractionLayers.Microdata))
        {
            items.AddRange(MicrodataReader.Read(page.Dom, reference => page.Absolute(reference) ?? reference));
            items.AddRange(RdfaReader.Read(page.Dom, page.Url?.AbsoluteUri ?? "", reference => page.Absolute(reference) ?? reference));
        }

        var state = Has(ExtractionLayers.State) ? StateReader.Main(page, StateReader.Find(page.Dom)) : null;
        return new(ProductMapper.Products(items), items, state);
    }

    private bool SelectorsFindListing(PageContext page, SourceDefinition? source)
    {
        if (source is null || !Has(ExtractionLayers.Selectors) || source.Selectors.Listing.Count == 0 || source.Pages.Listing.Count > 0) return false;
        var found = new ListingDraft();
        SelectorReader.Map(source.Selectors.Listing, found, page, page.Document);
        return found.Has(Fields.Title) && (found.Has(Fields.PriceText) || found.Has(Fields.Description)) && !(source.Selectors.Card.TryGetValue("root", out var root) && SelectorReader.All(page.Document, root).Count > 3 && !found.Has(Fields.PriceText));
    }

    private ListingDraft ReadListing(PageContext page, PageEvidence evidence, SourceDefinition? source)
    {
        var draft = new ListingDraft();
        if (source is not null && Has(ExtractionLayers.Selectors)) SelectorReader.Map(source.Selectors.Listing, draft, page, page.Document);

        // A selector's price text is the price: no later layer may pair it with another amount.
        if (draft[Fields.PriceText] is { } priceText) draft.OfferPrice(DraftFinisher.ReadPrice(priceText, page.CurrencyHint), draft.Provenance[Fields.PriceText]);
        var product = PageKinds.MainProduct(page, evidence.Products);
        if (product is not null)
            ProductMapper.Map(product, draft, page, product.Json is not null ? "jsonld" : product.Position >= 0 ? "microdata" : "rdfa");
        foreach (var other in evidence.Products)
            if (PageKinds.MainProduct(page, [other]) is { } same && draft[Fields.Title] is { } title && same.Text("name") is { } name
                && string.Equals(Vocabulary.Fold(title), Vocabulary.Fold(DomText.Collapse(name)), StringComparison.Ordinal))
                ProductMapper.Map(same, draft, page, same.Json is not null ? "jsonld" : same.Position >= 0 ? "microdata" : "rdfa");
        if (Has(ExtractionLayers.OpenGraph)) OpenGraphMapper.Map(draft, page);
        if (evidence.State is { } state) StateReader.Map(state, draft, page);
        PriceJudge.Settle(draft, page, Has(ExtractionLayers.Heuristics));
        if (Has(ExtractionLayers.Heuristics)) HeuristicReader.Map(draft, page);
        if (Has(ExtractionLayers.OpenGraph)) OpenGraphMapper.MapFallbacks(draft, page);
        if (Has(ExtractionLayers.Heuristics)) HeuristicReader.MapTitleFallback(draft, page);
        OfferDetailsReader.Map(draft, page, evidence, product, Has(ExtractionLayers.Heuristics));
        draft.Offer(Fields.Canonical, page.Absolute(page.Meta.Canonical ?? page.Meta.Value("og:url")), "link:canonical");
        return draft;
    }

    private List<(ListingDraft Draft, string Url)> CardsOf(PageContext page, PageEvidence evidence, SourceDefinition? source)
    {
        if (source is not null && Has(ExtractionLayers.Selectors) && CardReader.BySelectors(page, source.Selectors, _options.MaxListings) is { Count: > 0 } selected) return selected;
        var cards = Has(ExtractionLayers.Heuristics) ? CardReader.ByShape(page, _options.MaxListings) : [];
        if (cards.Count > 0) return cards;
        foreach (var product in evidence.Products.Take(_options.MaxListings))
        {
            if (page.Absolute(product.Text("url") ?? product.Item("offers")?.Text("url") ?? product.Id) is not { } url) continue;
            var draft = new ListingDraft();
            ProductMapper.Map(product, draft, page, product.Json is not null ? "jsonld" : "microdata");
            PriceJudge.Settle(draft, page, readVisible: false);
            if (draft.Has(Fields.Title)) cards.Add((draft, url));
        }

        return cards;
    }

    private PageExtraction Finish(PageContext page, string url, SourceDefinition? source, PageKind kind, List<(ListingDraft Draft, string Url)> drafts)
    {
        var listings = new List<ExtractedListing>(drafts.Count);
        foreach (var (draft, own) in drafts)
        {
            if (kind is not PageKind.Listing && own.Length > 0) draft.Offer(Fields.Canonical, own, "link");
            listings.Add(_finisher.Finish(draft, page, source?.Channel, own.Length > 0 ? own : url));
        }

        var links = _links.Find(page, source, kind is PageKind.List ? [.. drafts.Select(d => d.Url)] : [.. page.Cards.Cards.Select(c => c.Url)]);
        if (source is not null) links.AddRange(PageCursors.Find(page, source));
        return new(url, kind, listings, links);
    }

    // Images and archives begin with bytes no page has; a NUL may stand in a page, but not among its first bytes unless it is UTF-16.
    private static bool LooksLikeText(ReadOnlySpan<byte> body)
    {
        var head = body[..Math.Min(body.Length, 512)];
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) || head.StartsWith((ReadOnlySpan<byte>)[0, 0, 0xFE, 0xFF])) return true;
        if (head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) || head.StartsWith("%PDF"u8) || head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) || head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47])) return false;
        return head.Count((byte)0) <= head.Length / 8;
    }

    private bool Has(ExtractionLayers layer) => (_options.Layers & layer) != ExtractionLayers.None;
}
