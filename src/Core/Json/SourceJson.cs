using System.Globalization;
using System.Text.Json;

namespace Ecom389.Monitor.Core;

/// <summary>Writes a source's definition, of which its hash is taken, field by field under the rules of <see cref="JsonContract"/>.</summary>
internal static class SourceJson
{
    public static void Write(Utf8JsonWriter json, SourceDefinition source)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, source.Id);
        json.WriteString("name"u8, source.Name);
        json.WriteString("channel"u8, source.Channel switch { Channel.Marketplace => "marketplace", Channel.Social => "social", Channel.Website => "website", _ => throw Unknown(source.Channel) });
        json.WriteString("render"u8, source.Render switch { RenderMode.Http => "http", RenderMode.Browser => "browser", RenderMode.File => "file", _ => throw Unknown(source.Render) });
        json.WriteBoolean("enabled"u8, source.Enabled);
        json.Texts("start"u8, source.Start);
        json.Texts("sitemaps"u8, source.Sitemaps);
        json.Texts("feeds"u8, source.Feeds);
        json.Texts("urlLists"u8, source.UrlLists);
        json.Fields("categories"u8, source.Categories, Write);
        json.Field("search"u8, source.Search, Write);
        json.Fields("endpoints"u8, source.Endpoints, Write);
        json.Field("pages"u8, source.Pages, Write);
        json.Field("selectors"u8, source.Selectors, Write);
        json.Field("browser"u8, source.Browser, Write);
        json.Field("limits"u8, source.Limits, Write);
        json.Field("session"u8, source.Session, Write);
        json.Field("import"u8, source.Import, Write);
        json.Field("robotsOverride"u8, source.RobotsOverride, Write);
        json.Field("redact"u8, source.Redact, Write);
        json.WriteBoolean("allowPrivateNetwork"u8, source.AllowPrivateNetwork);
        json.WriteString("unit"u8, source.Unit);
        json.WriteString("place"u8, source.Place);
        json.WriteString("version"u8, source.Version);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, PageSeries series)
    {
        json.WriteStartObject();
        json.WriteString("url"u8, series.Url);
        json.WriteNumber("first"u8, series.First);
        json.WriteNumber("step"u8, series.Step);
        json.WriteNumber("maxPages"u8, series.MaxPages);
        json.WriteString("cursor"u8, series.Cursor);
        json.WriteString("total"u8, series.Total);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, KeywordSearch search)
    {
        json.WriteStartObject();
        json.Field("pages"u8, search.Pages, Write);
        json.WriteStartArray("from"u8);
        foreach (var origin in search.From)
            json.WriteStringValue(origin switch { KeywordOrigin.WatchLists => "watch-lists", KeywordOrigin.Prices => "prices", KeywordOrigin.Packs => "packs", _ => throw Unknown(origin) });
        json.WriteEndArray();
        json.Texts("violations"u8, search.Violations);
        json.Texts("extra"u8, search.Extra);
        json.WriteNumber("max"u8, search.Max);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, JsonEndpoint endpoint)
    {
        json.WriteStartObject();
        json.Fields("start"u8, endpoint.Start, Write);
        json.Texts("match"u8, endpoint.Match);
        json.WriteString("items"u8, endpoint.Items);
        json.WriteStartObject("fields"u8);
        foreach (var (name, field) in endpoint.Fields)
        {
            json.WritePropertyName(name);
            Write(json, field);
        }

        json.WriteEndObject();
        json.WriteString("link"u8, endpoint.Link);
        json.WriteBoolean("complete"u8, endpoint.Complete);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, JsonField field)
    {
        json.WriteStartObject();
        json.Texts("from"u8, field.From);
        json.Texts("values"u8, field.Values);
        json.WriteString("each"u8, field.Each);
        json.WriteString("name"u8, field.Name);
        json.WriteString("value"u8, field.Value);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, PagePatterns pages)
    {
        json.WriteStartObject();
        json.Texts("listing"u8, pages.Listing);
        json.Texts("list"u8, pages.List);
        json.Texts("skip"u8, pages.Skip);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SelectorSet selectors)
    {
        json.WriteStartObject();
        json.Texts("listing"u8, selectors.Listing);
        json.Texts("card"u8, selectors.Card);
        json.Texts("post"u8, selectors.Post);
        json.Texts("comment"u8, selectors.Comment);
        json.WriteString("next"u8, selectors.Next);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, BrowserSteps steps)
    {
        json.WriteStartObject();
        json.WriteString("waitFor"u8, steps.WaitFor);
        json.WriteNumber("maxScrolls"u8, steps.MaxScrolls);
        json.Texts("expand"u8, steps.Expand);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, CrawlLimits limits)
    {
        json.WriteStartObject();
        json.WriteNumber("maxPages"u8, limits.MaxPages);
        json.WriteNumber("maxDepth"u8, limits.MaxDepth);
        json.WriteNumber("delayMs"u8, limits.DelayMs);
        json.WriteNumber("timeoutSeconds"u8, limits.TimeoutSeconds);
        json.Field("hours"u8, limits.Hours, Write);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, FetchHours hours)
    {
        json.WriteStartObject();
        json.WriteString("from"u8, Clock(hours.From));
        json.WriteString("to"u8, Clock(hours.To));
        json.WriteEndObject();

        // Parts of a second only where there are any.
        static string Clock(TimeOnly time) => time.ToTimeSpan().ToString("c", CultureInfo.InvariantCulture);
    }

    private static void Write(Utf8JsonWriter json, SessionRules session)
    {
        json.WriteStartObject();
        json.WriteBoolean("required"u8, session.Required);
        json.Texts("loggedOutTexts"u8, session.LoggedOutTexts);
        json.Texts("loggedOutPages"u8, session.LoggedOutPages);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ImportRules import)
    {
        json.WriteStartObject();
        json.Texts("columns"u8, import.Columns);
        json.WriteString("sheet"u8, import.Sheet);
        json.WriteString("delimiter"u8, import.Delimiter);
        json.WriteNumber("headingLine"u8, import.HeadingLine);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RobotsOverride mandate)
    {
        json.WriteStartObject();
        json.WriteString("basis"u8, mandate.Basis);
        json.WriteString("decision"u8, mandate.Decision);
        json.WriteString("date"u8, mandate.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RedactionList redact)
    {
        json.WriteStartObject();
        json.Texts("cookies"u8, redact.Cookies);
        json.Texts("headers"u8, redact.Headers);
        json.Texts("tokens"u8, redact.Tokens);
        json.Texts("texts"u8, redact.Texts);
        json.WriteBoolean("isEmpty"u8, redact.IsEmpty);
        json.WriteEndObject();
    }

    private static ArgumentOutOfRangeException Unknown(Enum word) => new(nameof(word), word, "There is no word for it.");
}
