using System.Globalization;
using System.Xml;

namespace Ecom389.Monitor.Crawling;

/// <summary>One entry of a feed.</summary>
/// <param name="Url">Where it leads, absolute.</param>
/// <param name="ChangedAt">UTC when the feed says it was published or changed, or null.</param>
public sealed record FeedEntry(string Url, DateTimeOffset? ChangedAt);

/// <summary>Reads RSS 0.9x, 1.0 and 2.0 and Atom (RFC 4287). What is broken ends the list, what came before counts.</summary>
public static class FeedReader
{
    /// <summary>Entries of one feed at most.</summary>
    public const int MaxEntries = 5_000;

    private const int MaxCharacters = 20 * 1024 * 1024;

    /// <summary>The entries in the feed's order, each address once; relative addresses are resolved against the feed's.</summary>
    public static IReadOnlyList<FeedEntry> Read(ReadOnlyMemory<byte> file, string feedUrl)
    {
        var entries = new Dictionary<string, FeedEntry>(StringComparer.Ordinal);
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, IgnoreComments = true, CheckCharacters = false, MaxCharactersInDocument = MaxCharacters };
        // A blank line before the declaration is a common fault of shop plug-ins, and fatal to an XML reader.
        var start = file.Span.IndexOf((byte)'<');
        using var reader = XmlReader.Create(new MemoryStream(file[Math.Max(start, 0)..].ToArray(), writable: false), settings);
        try
        {
            while (entries.Count < MaxEntries && reader.Read())
                if (reader is { NodeType: XmlNodeType.Element, LocalName: "item" or "entry" } && Entry(reader, feedUrl) is { } entry) entries.TryAdd(entry.Url, entry);
        }
        catch (XmlException)
        {
            // A feed cut off or written by hand: what could be read is used.
        }

        return [.. entries.Values];
    }

    private static FeedEntry? Entry(XmlReader reader, string feedUrl)
    {
        if (reader.IsEmptyElement) return null;
        var (depth, name) = (reader.Depth, reader.LocalName);
        string? link = null, permalink = null, identity = null;
        DateTimeOffset? changed = null;
        reader.Read();
        while (!(reader.NodeType == XmlNodeType.EndElement && reader.Depth == depth && reader.LocalName == name) && !reader.EOF)
        {
            if (reader.NodeType != XmlNodeType.Element || reader.Depth != depth + 1)
            {
                reader.Read();
                continue;
            }

            switch (reader.LocalName)
            {
                case "link" when reader.GetAttribute("href") is { } href:
                    if (reader.GetAttribute("rel") is null or "alternate") link ??= href;
                    reader.Skip();
                    break;
                case "link":
                    link ??= Text(reader);
                    break;
                case "guid":
                    var isPermalink = reader.GetAttribute("isPermaLink") is not "false";
                    var guid = Text(reader);
                    if (isPermalink) permalink ??= guid;
                    break;
                case "id":
                    identity ??= Text(reader);
                    break;
                case "pubDate" or "published" or "updated" or "date" or "modified":
                    if (Date(Text(reader)) is { } at && (changed is null || at > changed)) changed = at;
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return (link ?? permalink ?? identity) is { Length: > 0 } found && CanonicalUrl.Resolve(feedUrl, found) is { } url ? new FeedEntry(url, changed) : null;
    }

    private static string Text(XmlReader reader) => reader.ReadElementContentAsString().Trim();

    // RSS writes RFC 822 dates, Atom RFC 3339 ones; both are read alike.
    private static DateTimeOffset? Date(string text) =>
        DateTimeOffset.TryParse(text.Replace("GMT+7", "+07:00", StringComparison.Ordinal), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;
}
