using System.Text.Json;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>Reads by which ways listings of a source come in: lists of URLs, series of pages, searches, endpoints, files.</summary>
internal sealed class WaysReader(ObjectReader reader, string file)
{
    private const long MaxListBytes = 20 * 1024 * 1024;

    internal static readonly string[] EndpointFields = [.. SourceReader.ListingFields, "url", "price", "currency", "gtin", "seller.verified"];

    public IReadOnlyList<PageSeries> Categories()
    {
        var all = new List<PageSeries>();
        foreach (var inner in reader.Objects("categories"))
        {
            if (Series(inner, keyword: false, json: false) is { } series) all.Add(series);
            inner.Finish();
        }

        return all;
    }

    public KeywordSearch? Search()
    {
        if (reader.Object("search") is not { } inner) return null;
        var pages = Series(inner, keyword: true, json: false);
        if (pages is not null && !pages.Url.Contains("{keyword}", StringComparison.Ordinal)) inner.Fault("url", inner.Member("url"), "config.keyword-place");
        var from = inner.Choices<KeywordOrigin>("from");
        var search = new KeywordSearch
        {
            Pages = pages ?? new PageSeries { Url = "" },
            From = from,
            Violations = inner.Texts("violations"),
            Extra = inner.Texts("extra"),
            Max = inner.Number("max", 100, 1, 10_000),
        };
        if (search.From.Count + search.Extra.Count == 0) inner.Fault("from", inner.Member("from"), "config.no-keywords");
        inner.Finish();
        return pages is null ? null : search;
    }

    public IReadOnlyList<JsonEndpoint> Endpoints()
    {
        var all = new List<JsonEndpoint>();
        foreach (var inner in reader.Objects("endpoints"))
        {
            var start = new List<PageSeries>();
            foreach (var series in inner.Objects("start"))
            {
                if (Series(series, keyword: true, json: true) is { } read) start.Add(read);
                series.Finish();
            }

            var endpoint = new JsonEndpoint
            {
                Start = start,
                Match = SourceReader.Patterns(inner, "match"),
                Items = Path(inner, "items", required: true) ?? "$",
                Link = Template(inner, "link"),
                Complete = inner.Flag("complete", true),
                Fields = Fields(inner.Object("fields", required: true)),
            };
            if (endpoint.Start.Count + endpoint.Match.Count == 0) inner.Fault("match", inner.Member("match"), "config.endpoint-match");
            if (endpoint is { Complete: false, Link: null }) inner.Fault("link", inner.Member("link"), "config.endpoint-link");
            inner.Finish();
            all.Add(endpoint);
        }

        return all;
    }

    public ImportRules? Import()
    {
        if (reader.Object("import") is not { } inner) return null;
        var rules = new ImportRules
        {
            Columns = inner.Map("columns", EndpointFields),
            Sheet = inner.Text("sheet"),
            Delimiter = inner.Letter("delimiter"),
            HeadingLine = inner.Number("headingLine", 1, 1, 1000),
        };
        inner.Finish();
        return rules;
    }

    /// <summary>The URLs of the files of <c>urlLists</c>: one a line, blank lines and what follows <c>#</c> at a line's beginning left out.</summary>
    public IReadOnlyList<string> UrlLists()
    {
        var urls = new List<string>();
        var folder = System.IO.Path.GetDirectoryName(file) ?? "";
        reader.Texts("urlLists", (place, item) =>
        {
            var path = System.IO.Path.Combine(folder, item.Text.Trim());
            try
            {
                if (new FileInfo(path).Length > MaxListBytes) reader.Fault(place, item, "config.url-list", path, "> 20 MB");
                else ReadList(path, urls);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                reader.Fault(place, item, "config.url-list", path, fault.Message);
            }
        });
        return urls;
    }

    private void ReadList(string path, List<string> urls)
    {
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            var text = line.Trim().TrimStart('\uFEFF');
            if (text.Length == 0 || text[0] == '#') continue;
            if (Uri.TryCreate(text, UriKind.Absolute, out var url) && CanonicalUrl.IsWeb(url) && url.UserInfo.Length == 0) urls.Add(text);
            else reader.Note(new InputError(path, number, null, Messages.Format("config.url", text)));
        }
    }

    private static PageSeries? Series(ObjectReader inner, bool keyword, bool json)
    {
        var url = inner.Text("url", required: true);
        var isOffset = url?.Contains("{offset}", StringComparison.Ordinal) ?? false;
        var series = new PageSeries
        {
            Url = url ?? "",
            First = inner.Number("first", isOffset ? 0 : 1, 0, 1_000_000),
            Step = inner.Number("step", isOffset ? 20 : 1, 1, 10_000),
            MaxPages = inner.Number("maxPages", 50, 1, 100_000),
            Cursor = json ? Path(inner, "cursor") : inner.Text("cursor"),
            Total = json ? Path(inner, "total") : null,
        };
        if (url is null) return null;
        foreach (var wrong in Places(url).Except(["page", "offset", "cursor", .. keyword ? ["keyword"] : Array.Empty<string>()], StringComparer.Ordinal)) inner.Fault("url", inner.Member("url"), "config.place", wrong);
        var filled = series.FirstUrl("x");
        if (!Uri.TryCreate(filled, UriKind.Absolute, out var uri) || !CanonicalUrl.IsWeb(uri)) inner.Fault("url", inner.Member("url"), "config.url", url);
        else if (uri.UserInfo.Length > 0) inner.Fault("url", inner.Member("url"), "config.url-user");
        if (url.Contains("{cursor}", StringComparison.Ordinal) != series.Cursor is not null) inner.Fault("cursor", inner.Member("cursor"), "config.cursor");
        return series;
    }

    private static IEnumerable<string> Places(string text)
    {
        for (var open = text.IndexOf('{', StringComparison.Ordinal); open >= 0; open = text.IndexOf('{', open + 1))
        {
            var close = text.IndexOf('}', open);
            yield return close < 0 ? text[open..] : text[(open + 1)..close];
        }
    }

    private static Dictionary<string, JsonField> Fields(ObjectReader? inner)
    {
        var fields = new Dictionary<string, JsonField>(StringComparer.Ordinal);
        if (inner is null) return fields;
        foreach (var name in EndpointFields)
            if (inner.Member(name) is { } value && Field(inner, name, value) is { } field) fields[name] = field;
        inner.Finish();
        return fields;
    }

    private static JsonField? Field(ObjectReader inner, string name, JsonTree value)
    {
        switch (value.Kind)
        {
            case JsonTokenType.String:
                return new JsonField { From = [Checked(inner, name, value)] };
            case JsonTokenType.StartArray:
                return new JsonField { From = inner.Texts(name, (place, item) => Checked(inner, place, item)) };
            case JsonTokenType.StartObject:
                var parts = inner.Object(name)!;
                var from = parts.Member("from") switch
                {
                    { Kind: JsonTokenType.StartArray } => parts.Texts("from", (place, item) => Checked(parts, place, item)),
                    { } single => parts.Text("from") is null ? [] : [Checked(parts, "from", single)],
                    null => (IReadOnlyList<string>)[],
                };
                var field = new JsonField { From = from, Values = parts.Map("values"), Each = Path(parts, "each"), Name = Path(parts, "name"), Value = Path(parts, "value") };
                if (field.Each is null && from.Count == 0) parts.Fault("from", parts.Member("from"), "config.required");
                if (field.Each is not null && (name != "attributes" || field.Name is null || field.Value is null)) parts.Fault("each", parts.Member("each"), "config.each");
                parts.Finish();
                return field;
            default:
                inner.Fault(name, value, "config.type", Messages.Format("type.string"), Messages.Format(value.KindKey));
                return null;
        }
    }

    private static string Checked(ObjectReader inner, string place, JsonTree value)
    {
        var text = value.Text.Trim();
        if (JsonTemplate.TryParse(text, out var fault) is null) inner.Fault(place, value, "config.json-path", text, fault);
        return text;
    }

    private static string? Template(ObjectReader inner, string name)
    {
        if (inner.Text(name) is not { } text) return null;
        Checked(inner, name, inner.Member(name)!);
        return text;
    }

    private static string? Path(ObjectReader inner, string name, bool required = false)
    {
        if (inner.Text(name, required) is not { } text) return null;
        if (JsonPath.TryParse(text, out var fault) is null) inner.Fault(name, inner.Member(name), "config.json-path", text, fault);
        return text;
    }
}
