using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>Reads and checks crawler.json, and reports every fault with its line and field.</summary>
internal sealed partial class CrawlerConfigReader(string file)
{
    private static readonly string[] ListingFields =
    [
        "title", "description", "priceText", "brand", "condition", "seller.name", "seller.phone", "seller.location", "seller.joined", "seller.rating",
        "seller.sold", "postedAt", "sku", "images", "availability", "itemId", "attributes", "category",
    ];

    private static readonly string[] RootedFields = ["root", "link", .. ListingFields];

    private readonly List<InputError> _errors = [];

    public CrawlerConfig Read(ReadOnlySpan<byte> json)
    {
        var tree = JsonTree.Read(json, file);
        if (tree.Kind != JsonTokenType.StartObject)
            throw new InvalidInputException(new InputError(file, tree.Line, null, Messages.Format("config.type", Messages.Format("type.object"), Messages.Format(tree.KindKey))));
        var root = new ObjectReader(tree, file, "", _errors);
        root.Member("$schema");
        var version = root.Number("schemaVersion", CrawlerConfig.CurrentSchemaVersion, 0, int.MaxValue);
        if (version != CrawlerConfig.CurrentSchemaVersion) root.Fault("schemaVersion", root.Member("schemaVersion"), "config.schema-version", version, CrawlerConfig.CurrentSchemaVersion);
        var contact = Contact(root.Object("contact"));
        var network = Network(root.Object("network"));
        var sources = Sources(root.Objects("sources", required: true));
        root.Finish();
        if (_errors.Count > 0) throw new InvalidInputException([.. _errors.OrderBy(error => error.Line ?? 0)]);
        return new CrawlerConfig(version, contact, network, sources);
    }

    private static CrawlContact Contact(ObjectReader? reader)
    {
        if (reader is null) return CrawlContact.Default;
        var userAgent = reader.Text("userAgent") ?? CrawlContact.Default.UserAgent;
        if (!RobotName().IsMatch(userAgent) || userAgent.AsSpan().ContainsAnyExceptInRange(' ', '~')) reader.Fault("userAgent", reader.Member("userAgent"), "config.user-agent");
        var contact = new CrawlContact(userAgent, reader.Text("organisation"));
        reader.Finish();
        return contact;
    }

    private static CrawlNetwork Network(ObjectReader? reader)
    {
        if (reader is null) return CrawlNetwork.Direct;
        Uri? proxy = null;
        if (reader.Text("upstreamProxy") is { } text && !(Uri.TryCreate(text, UriKind.Absolute, out proxy) && proxy.Scheme is "http" && proxy.Host.Length > 0))
            reader.Fault("upstreamProxy", reader.Member("upstreamProxy"), "config.proxy", text);
        var caFile = reader.Text("caFile");
        var connectTo = new List<KeyValuePair<string, IPEndPoint>>();
        foreach (var (host, target) in reader.Map("connectTo"))
        {
            if (IPEndPoint.TryParse(target, out var endpoint) && endpoint.Port > 0) connectTo.Add(KeyValuePair.Create(host, endpoint));
            else reader.Fault($"connectTo.{host}", reader.Member("connectTo"), "config.connect-to", target);
        }

        reader.Finish();
        return new CrawlNetwork(proxy, caFile, connectTo);
    }

    private static List<SourceDefinition> Sources(IReadOnlyList<ObjectReader> readers)
    {
        var sources = new List<SourceDefinition>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var reader in readers)
        {
            var source = Source(reader);
            if (source.Id.Length > 0 && !lines.TryAdd(source.Id, reader.Line)) reader.Fault("id", reader.Member("id"), "config.duplicate-id", source.Id, lines[source.Id]);
            reader.Finish();
            sources.Add(source);
        }

        return sources;
    }

    private static SourceDefinition Source(ObjectReader reader)
    {
        var id = reader.Text("id", required: true);
        if (id is not null && !SourceId().IsMatch(id)) reader.Fault("id", reader.Member("id"), "config.id", id);
        var source = new SourceDefinition
        {
            Id = id ?? "",
            Name = reader.Text("name") ?? id ?? "",
            Channel = reader.Choice("channel", Channel.Website, required: true),
            Render = reader.Choice("render", RenderMode.Http),
            Enabled = reader.Flag("enabled", true),
            Start = Urls(reader, "start"),
            Sitemaps = Urls(reader, "sitemaps"),
            Pages = Pages(reader.Object("pages")),
            Selectors = Selectors(reader.Object("selectors")),
            Browser = Browser(reader.Object("browser")),
            RobotsOverride = Robots(reader.Object("robots")),
            Redact = Redact(reader.Object("redact")),
            Limits = Limits(reader.Object("limits")),
            AllowPrivateNetwork = reader.Flag("allowPrivateNetwork", false),
            Unit = reader.Text("unit") ?? WellKnownUnits.Ministry,
            Place = reader.Text("place"),
        };
        if (IsEmpty(reader.Member("start")) && IsEmpty(reader.Member("sitemaps"))) reader.Fault("start", reader.Member("start"), "config.no-start");
        return source with { Version = ContentHash.Of(JsonSerializer.Serialize(source, JsonContract.Compact)) };
    }

    private static bool IsEmpty(JsonTree? list) => list is null or { Kind: JsonTokenType.Null } or { Kind: JsonTokenType.StartArray, Items.Count: 0 };

    private static IReadOnlyList<string> Urls(ObjectReader reader, string name) => reader.Texts(name, (place, item) =>
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

    private static IReadOnlyList<string> Patterns(ObjectReader reader, string name) => reader.Texts(name, (place, item) =>
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
            Next = reader.Text("next"),
        };
        if (selectors.Card.Count > 0 && !selectors.Card.ContainsKey("root")) reader.Fault("card", reader.Member("card"), "config.card-root");
        if (selectors.Post.Count > 0 && !selectors.Post.ContainsKey("root")) reader.Fault("post", reader.Member("post"), "config.card-root");
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

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]*(?:[/ ]|$)", RegexOptions.CultureInvariant)]
    private static partial Regex RobotName();
}
