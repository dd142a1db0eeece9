using System.Runtime.InteropServices;
using AngleSharp.Dom;
using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Extraction;

/// <summary>A parsed page and what all layers need to know of it.</summary>
internal sealed class PageContext
{
    private static readonly char[] WordEnds = [' ', '-', '|', ',', '.', '/', '(', ')', ':', '\n', '–', '"'];

    private readonly Uri? _base;
    private readonly LinkSite? _site;
    private PriceCandidates? _prices;
    private PageRegions? _regions;
    private CardGroups? _cards;

    public PageContext(PageDom dom, IDocument? document, Uri? url, DateTimeOffset capturedAt, Vocabulary words)
    {
        Dom = dom;
        Document = document;
        Url = url;
        CapturedAt = capturedAt;
        Words = words;
        _base = BaseOf(dom, url);
        _site = _base is { Scheme: "http" or "https" } ? new(_base) : null;
        Meta = MetaReader.Read(dom);
        Language = FirstAttribute(dom, "html", "lang");
        CurrencyHint = Meta.Value("product:price:currency", "og:price:currency", "pricecurrency") is { Length: 3 } currency ? currency.ToUpperInvariant()
            : Language is not null && Language.StartsWith("vi", StringComparison.OrdinalIgnoreCase) ? "VND" : null;
    }

    public PageDom Dom { get; }

    /// <summary>AngleSharp's tree, for selectors; null where the source has none and the page was read without it.</summary>
    public IDocument? Document { get; }

    public Uri? Url { get; }

    public DateTimeOffset CapturedAt { get; }

    public Vocabulary Words { get; }

    public MetaReader Meta { get; }

    public string? Language { get; }

    /// <summary>The currency the page speaks of, where it says so.</summary>
    public string? CurrencyHint
    {
        get;
        set
        {
            field = value;
            _lines = NewLines();
        }
    }

    public PageRegions Regions => _regions ??= PageRegions.Of(Dom, Words.ElementNames);

    /// <summary>Every visible price; <see cref="RatedPrices"/> for scores.</summary>
    public PriceCandidates Prices => _prices ??= PriceCandidates.Find(this);

    /// <summary>The same with scores, which need cards and heading.</summary>
    public PriceCandidates RatedPrices
    {
        get
        {
            if (!_rated)
            {
                _rated = true;
                Prices.Rate(this);
            }

            return Prices;
        }
    }

    private bool _rated;

    public CardGroups Cards => _cards ??= CardGroups.Find(this);

    /// <summary>Index of the main heading, or -1.</summary>
    public int Heading => _heading ??= FindHeading();

    private int? _heading;

    /// <summary>The heading's first words, folded; empty without one.</summary>
    public string FoldedHeading => _foldedHeading ??= Heading >= 0 ? Vocabulary.Fold(Dom.Line(Heading, 300)) : "";

    private string? _foldedHeading;

    /// <summary>Of products asked about before: does the heading name them?</summary>
    public Dictionary<SchemaItem, bool> Named { get; } = [];

    /// <summary>Positions of the buttons by which a visitor buys.</summary>
    public IReadOnlyList<int> Buttons => _buttons ??= BuyButtons.Find(this);

    private IReadOnlyList<int>? _buttons;

    /// <summary>The telephone numbers of a text; of the one asked about last they are known.</summary>
    public IReadOnlyList<PhoneMention> PhonesIn(string text)
    {
        if (!ReferenceEquals(_phones.Text, text)) _phones = (text, PhoneReader.Find(text));
        return _phones.Found;
    }

    private (string? Text, IReadOnlyList<PhoneMention> Found) _phones = (null, []);

    /// <summary>What a short line says of a price.</summary>
    public PriceLine ReadPrice(string text) => Words.Prices.ReadTag(text) ?? _lines.Of(text, this, static (text, page) => page.Words.Prices.Read(text, page.CurrencyHint));

    /// <summary>What the text at a place labels (<see cref="PriceLines.LabelOf"/>); of the one asked about last it is known: several figures follow it.</summary>
    public string? LabelAt(int text)
    {
        if (_label.At != text) _label = (text, Words.Prices.LabelOf(Dom.OwnSpan(text)));
        return _label.List;
    }

    private (int At, string? List) _label = (-1, null);

    private Remembered<PriceLine> _lines = NewLines();

    // The texts of a card are read each and together.
    private static Remembered<PriceLine> NewLines() => new(places: 128, longest: 64);

    /// <summary>What words near the heading say of the goods' availability, and those words; null when none do.</summary>
    public (string State, string Text)? Availability
    {
        get
        {
            if (!_availabilityRead)
            {
                _availabilityRead = true;
                _availability = AvailabilityWords.Find(this);
            }

            return _availability;
        }
    }

    private (string State, string Text)? _availability;
    private bool _availabilityRead;

    /// <summary>Is there an http(s) address that references are seen from?</summary>
    public bool HasSite => _site is not null;

    /// <summary>An absolute http(s) URL of a reference, or null when it is none.</summary>
    public string? Absolute(string? reference) => Target(reference)?.Url;

    /// <summary>Where a reference leads, or null when that is no http(s) URL. Taken apart once, however often the page says it.</summary>
    public LinkTarget? Target(string? reference)
    {
        if (string.IsNullOrWhiteSpace(reference)) return null;
        ref var target = ref CollectionsMarshal.GetValueRefOrAddDefault(_targets, reference, out var isKnown);
        if (!isKnown) target = Resolve(reference.Trim());
        return target;
    }

    private readonly Dictionary<string, LinkTarget?> _targets = new(StringComparer.Ordinal);

    private LinkTarget? Resolve(string reference)
    {
        if (reference.Length > 4000 || reference[0] == '#') return null;
        if (_site?.Plain(reference) is { } plain) return plain;
        if (_base is null) return Uri.TryCreate(reference, UriKind.Absolute, out var alone) && alone.Scheme is "http" or "https" ? new(alone) : null;
        return Uri.TryCreate(_base, reference, out var uri) && uri.Scheme is "http" or "https" ? new(uri) : null;
    }

    private int FindHeading()
    {
        var best = -1;
        var bestScore = double.MinValue;
        var documentTitle = Vocabulary.Fold(Meta.Value("og:title") ?? Meta.DocumentTitle ?? "");
        foreach (var i in Dom.All("h1"))
        {
            if (Dom.IsHidden(i)) continue;
            var text = Dom.Line(i, 400);
            if (text.Length < 2) continue;
            var score = (Regions.IsChrome(i) ? -3 : 0) + (Regions.IsRelated(i) ? -3 : 0) + Likeness(Vocabulary.Fold(text), documentTitle) * 4;
            if (score <= bestScore) continue;
            best = i;
            bestScore = score;
        }

        return best >= 0 ? best : HeadingLikeTitle();
    }

    // Pages without an h1: the visible text that makes up most of the document's title.
    private int HeadingLikeTitle()
    {
        var title = Vocabulary.Fold(Meta.Value("og:title") ?? Meta.DocumentTitle ?? "").Trim();
        if (title.Length < 8) return -1;
        for (var i = 0; i < Dom.Count; i++)
        {
            if (Dom.OwnText(i) is not { Length: >= 8 and < 400 } text || Dom.IsHidden(i) || Regions.IsChrome(i) || Regions.IsRelated(i)) continue;
            var folded = Vocabulary.Fold(DomText.Collapse(text));
            if (folded.Length >= 8 && folded.Length * 3 >= title.Length && (title.Contains(folded, StringComparison.Ordinal) || folded.StartsWith(title, StringComparison.Ordinal))) return Dom.Parent(i);
        }

        return -1;
    }

    /// <summary>Share of the shorter text's words that the other has too, 0 to 1. Both folded.</summary>
    public static double Likeness(string a, string b)
    {
        var x = Split(a);
        var y = Split(b);
        if (x.Count == 0 || y.Count == 0) return 0;
        var (small, large) = x.Count <= y.Count ? (x, y) : (y, x);
        var shared = 0;
        foreach (var word in small) if (large.Contains(word)) shared++;
        return (double)shared / small.Count;

        static HashSet<string> Split(string text) =>
            new(text.Split(WordEnds, StringSplitOptions.RemoveEmptyEntries).Take(60), StringComparer.Ordinal);
    }

    private static Uri? BaseOf(PageDom dom, Uri? url)
    {
        var href = FirstAttribute(dom, "base", "href");
        if (href is null) return url;
        if (url is null) return Uri.TryCreate(href, UriKind.Absolute, out var alone) ? alone : null;
        return Uri.TryCreate(url, href, out var resolved) ? resolved : url;
    }

    private static string? FirstAttribute(PageDom dom, string tag, string attribute)
    {
        var body = dom.FirstOf("body");
        foreach (var i in dom.All(tag))
        {
            if (body >= 0 && i > body) break;
            if (dom.Attribute(i, attribute) is { Length: > 0 } value) return value;
        }

        return null;
    }
}
