using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>Reads one definition.</summary>
internal sealed partial class SourceReader(ObjectReader reader, string file, bool isFile)
{
    internal static readonly string[] ListingFields =
    [
        "title", "description", "priceText", "brand", "condition", "seller.name", "seller.phone", "seller.location", "seller.joined", "seller.rating",
        "seller.sold", "postedAt", "sku", "images", "availability", "itemId", "attributes", "category",
    ];

    private static readonly string[] RootedFields = ["root", "link", .. ListingFields];

    /// <summary>The definition, and whether it is only a template that others are <c>like</c>. Faults are with the reader.</summary>
    public (SourceDefinition Source, bool IsTemplate) Read()
    {
        reader.Member("$schema");
        CrawlerConfigReader.SchemaVersion(reader);
        if (isFile && reader.Member("schemaVersion") is null) reader.Fault("schemaVersion", null, "config.required");
        var id = reader.Text("id", required: true);
        if (id is not null && !SourceId().IsMatch(id)) reader.Fault("id", reader.Member("id"), "config.id", id);
        var (like, isTemplate) = (reader.Text("like"), reader.Flag("template", false));
        var ways = new WaysReader(reader, file);
        var session = Session(reader.Object("session"));
        var redact = Redact(reader.Object("redact"));
        var source = new SourceDefinition
        {
            Id = id ?? "",
            Name = reader.Text("name") ?? id ?? "",
            Channel = reader.Choice("channel", Channel.Website, required: like is null),
            Render = reader.Choice("render", RenderMode.Http, except: RenderMode.File),
            Enabled = reader.Flag("enabled", true),
            Start = Urls(reader, "start"),
            Sitemaps = Urls(reader, "sitemaps"),
            Feeds = Urls(reader, "feeds"),
            UrlLists = reader.Texts("urlLists"),
            Urls = ways.UrlLists(),
            Categories = ways.Categories(),
            Search = ways.Search(),
            Endpoints = ways.Endpoints(),
            Pages = Pages(reader.Object("pages")),
            Selectors = Selectors(reader.Object("selectors")),
            Browser = Browser(reader.Object("browser")),
            Session = session,
            Import = ways.Import(),
            RobotsOverride = Robots(reader.Object("robots")),
            // Whoever is logged in is known by cookies, in both directions.
            Redact = session is null ? redact : redact with { Cookies = ["*"] },
            Limits = Limits(reader.Object("limits")),
            AllowPrivateNetwork = reader.Flag("allowPrivateNetwork", false),
            Unit = reader.Text("unit") ?? WellKnownUnits.Ministry,
            Place = reader.Text("place"),
            About = About(reader.Object("about")),
        };
        if (!isTemplate && like is null && !WaysIn.Any(name => !IsEmpty(reader.Member(name)))) reader.Fault("start", reader.Member("start"), "config.no-start");
        reader.Finish();
        return (source with { Version = source.HashOf() }, isTemplate);
    }

    // One of these must say where listings come from.
    private static readonly string[] WaysIn = ["start", "sitemaps", "feeds", "urlLists", "categories", "search", "endpoints", "import"];

    private static bool IsEmpty(JsonTree? list) => list is null or { Kind: JsonTokenType.Null } or { Kind: JsonTokenType.StartArray, Items.Count: 0 };

    private static SessionRules? Session(ObjectReader? reader)
    {
        if (reader is null) return null;
        var rules = new SessionRules { Required = reader.Flag("required", true), LoggedOutTexts = reader.Texts("loggedOutTexts"), LoggedOutPages = Patterns(reader, "loggedOutPages") };
        reader.Finish();
        return rules;
    }

    private static SourceAbout? About(ObjectReader? reader)
    {
        if (reader is null) return null;
        DateOnly? day = null;
        if (reader.Text("checked") is { } text)
        {
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) day = date;
            else reader.Fault("checked", reader.Member("checked"), "config.date", text);
        }

        var about = new SourceAbout(day, reader.Texts("basis"), reader.Texts("unverified"), reader.Text("note"));
        reader.Finish();
        return about;
    }

    internal static IReadOnlyList<string> Urls(ObjectReader reader, string name) => reader.Texts(name, (place, item) =>
    {
        if (!Uri.TryCreate(item.Text.Trim(), UriKind.Absolute, out var url) || !CanonicalUrl.IsWeb(url)) reader.Fault(place, item, "config.url", item.Text);
        else if (url.UserInfo.Length > 0) reader.Fault(place, item, "config.url-user");
    });

    private static PagePatterns Pages(ObjectReader? reader)
    {
        if (reader is null) return new PagePatterns();
        var pages = new PagePatterns { Listing = Patterns(reader, "listing"), List = Patterns(reader, "list"), Skip = Patterns(reader, "skip") };
        reader.Finish();
        return pages;
    }

    internal static IReadOnlyList<string> Patterns(ObjectReader reader, string name) => reader.Texts(name, (place, item) =>
    {
        var text = item.Text.Trim();
        if (text[0] is not ('/' or '*')) reader.Fault(place, item, "config.pattern", text);
        else if (text.AsSpan(0, text.Length - 1).Contains('$')) reader.Fault(place, item, "config.pattern-anchor", text);
    });

    private static SelectorSet Selectors(ObjectReader? reader)
    {
        if (reader is null) return new SelectorSet();
        var selectors = new SelectorSet
        {
            Listing = reader.Map("listing", ListingFields),
            Card = reader.Map("card", RootedFields),
            Post = reader.Map("post", RootedFields),
            Comment = reader.Map("comment", RootedFields),
            Next = reader.Text("next"),
        };
        if (selectors.Card.Count > 0 && !selectors.Card.ContainsKey("root")) reader.Fault("card", reader.Member("card"), "config.card-root");
        if (selectors.Post.Count > 0 && !selectors.Post.ContainsKey("root")) reader.Fault("post", reader.Member("post"), "config.card-root");
        if (selectors.Comment.Count > 0 && !selectors.Comment.ContainsKey("root")) reader.Fault("comment", reader.Member("comment"), "config.card-root");
        reader.Finish();
        return selectors;
    }

    private static BrowserSteps Browser(ObjectReader? reader)
    {
        if (reader is null) return new BrowserSteps();
        var steps = new BrowserSteps { WaitFor = reader.Text("waitFor"), MaxScrolls = reader.Number("maxScrolls", 0, 0, 200), Expand = reader.Texts("expand") };
        reader.Finish();
        return steps;
    }

    private static RedactionList Redact(ObjectReader? reader)
    {
        if (reader is null) return new RedactionList();
        var list = new RedactionList { Cookies = reader.Texts("cookies"), Headers = reader.Texts("headers"), Tokens = reader.Texts("tokens"), Texts = reader.Texts("texts") };
        reader.Finish();
        return list;
    }

    private static RobotsOverride? Robots(ObjectReader? reader)
    {
        RobotsOverride? mandate = null;
        if (reader?.Object("override") is { } inner)
        {
            var basis = inner.Text("basis", required: true);
            var decision = inner.Text("decision", required: true);
            var date = inner.Text("date", required: true);
            if (date is not null && !DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)) inner.Fault("date", inner.Member("date"), "config.date", date);
            else if (basis is not null && decision is not null && date is not null) mandate = new RobotsOverride(basis, decision, DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture));
            inner.Finish();
        }

        reader?.Finish();
        return mandate;
    }

    private static CrawlLimits Limits(ObjectReader? reader)
    {
        if (reader is null) return new CrawlLimits();
        var otherwise = new CrawlLimits();
        var limits = new CrawlLimits
        {
            MaxPages = reader.Number("maxPages", otherwise.MaxPages, 1, 10_000_000),
            MaxDepth = reader.Number("maxDepth", otherwise.MaxDepth, 0, 1000),
            DelayMs = reader.Number("delayMs", otherwise.DelayMs, 0, 3_600_000),
            TimeoutSeconds = reader.Number("timeoutSeconds", otherwise.TimeoutSeconds, 1, 600),
            Hours = Hours(reader),
        };
        reader.Finish();
        return limits;
    }

    private static FetchHours? Hours(ObjectReader reader)
    {
        if (reader.Text("hours") is not { } text) return null;
        var hours = FetchHours.TryParse(text);
        if (hours is null) reader.Fault("hours", reader.Member("hours"), "config.hours", text);
        return hours;
    }

    [GeneratedRegex("^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$", RegexOptions.CultureInvariant)]
    private static partial Regex SourceId();
}
