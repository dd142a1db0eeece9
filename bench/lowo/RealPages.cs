using System.IO.Compression;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Ecom389.Monitor.Bench.Lowo;

/// <summary>The words of saved pages, menus, reviews and footers included: the longest and least tidy text that an ordinary shop offers a scorer.</summary>
internal static class RealPages
{
    /// <summary>More than any listing keeps.</summary>
    private const int Longest = 20_000;

    public static IEnumerable<(string Title, string Text)> Read(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.html.gz").Order(StringComparer.Ordinal))
        {
            using var stream = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
            var page = new HtmlParser().ParseDocument(stream);
            foreach (var element in page.QuerySelectorAll("script, style, noscript, template, svg").ToList()) element.Remove();
            var lines = page.Body is { } body ? body.Descendants<IText>().Select(text => text.Text.Trim()).Where(line => line.Length > 0) : [];
            var words = string.Join('\n', lines);
            yield return (page.Title ?? "", words.Length > Longest ? words[..Longest] : words);
        }
    }
}
