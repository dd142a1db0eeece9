using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Ecom389.Monitor.Crawling;

/// <summary>What a sitemap file lists.</summary>
/// <param name="Pages">Pages.</param>
/// <param name="Sitemaps">Further sitemaps, of an index.</param>
public sealed record Sitemap(IReadOnlyList<string> Pages, IReadOnlyList<string> Sitemaps);

/// <summary>Reads sitemaps.org files: sitemap or index as XML, or a plain list of URLs, gzip allowed. What is broken ends the list, what came before counts.</summary>
public static class SitemapReader
{
    /// <summary>URLs of one file at most (sitemaps.org allows 50,000).</summary>
    public const int MaxUrls = 50_000;

    private const int MaxInflated = 50 * 1024 * 1024;

    /// <summary>Reads a file as it came from the server.</summary>
    public static async Task<Sitemap> ReadAsync(ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        var bytes = file;
        // A .gz file is content, not content encoding: it is still packed when it gets here.
        if (bytes.Span.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
        {
            await using var packed = new GZipStream(new MemoryStream(bytes.ToArray(), writable: false), CompressionMode.Decompress);
            try
            {
                bytes = await BodyReader.ReadAllAsync(packed, MaxInflated, bytes.Length * 4, cancellationToken) ?? ReadOnlyMemory<byte>.Empty;
            }
            catch (InvalidDataException)
            {
                return new Sitemap([], []);
            }
        }

        var start = bytes.Span.TrimStart(" \t\r\n\uFEFF"u8);
        return start.Length > 0 && start[0] == (byte)'<' ? Xml(bytes) : Lines(Encoding.UTF8.GetString(bytes.Span));
    }

    private static Sitemap Lines(string text) =>
        new([.. text.Split('\n').Select(line => line.Trim().TrimStart('\uFEFF')).Where(line => line.StartsWith("http", StringComparison.OrdinalIgnoreCase)).Take(MaxUrls)], []);

    private static Sitemap Xml(ReadOnlyMemory<byte> bytes)
    {
        var pages = new List<string>();
        var sitemaps = new List<string>();
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, IgnoreComments = true, CheckCharacters = false, MaxCharactersInDocument = MaxInflated };
        using var reader = XmlReader.Create(new MemoryStream(bytes.ToArray(), writable: false), settings);
        try
        {
            List<string>? target = null;
            while (pages.Count + sitemaps.Count < MaxUrls && reader.Read())
            {
                if (reader.NodeType != XmlNodeType.Element) continue;
                if (reader.LocalName is "url") target = pages;
                else if (reader.LocalName is "sitemap") target = sitemaps;
                // image:loc and video:content_loc are no pages.
                else if (reader is { LocalName: "loc", Prefix: "" } && target is not null && Text(reader) is { Length: > 0 } url) target.Add(url);
            }
        }
        catch (XmlException)
        {
            // A sitemap cut off or written by hand: what could be read is used.
        }

        return new Sitemap(pages, sitemaps);
    }

    private static string Text(XmlReader reader)
    {
        var text = new StringBuilder();
        if (reader.IsEmptyElement) return "";
        while (reader.Read() && reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.EntityReference) text.Append(reader.Value);
        return text.ToString().Trim();
    }
}
