using System.IO.Compression;
using AngleSharp.Html.Parser;
using FsCheck;
using FsCheck.Fluent;
using Xunit.Abstractions;

namespace Ecom389.Monitor.Extraction.Tests;

/// <summary>The tree read straight from the text is AngleSharp's tree, or none.</summary>
public sealed class PlainMarkupTests(ITestOutputHelper output)
{
    [SharedDataFact]
    [Trait("Category", "SharedData")]
    public void Every_page_there_is_gives_the_tree_AngleSharp_gives_or_is_left_to_it()
    {
        var (plain, left) = (0, 0);
        var differing = new List<string>();
        foreach (var file in Directory.EnumerateFiles(SharedData.PathOf("real"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (!(file.EndsWith(".html", StringComparison.Ordinal) || file.EndsWith(".html.gz", StringComparison.Ordinal) || file.EndsWith(".xhtml", StringComparison.Ordinal) || file.EndsWith(".svg", StringComparison.Ordinal))) continue;
            var text = PageDecoder.Decode(Bytes(file), null).Text;
            if (Difference(text) is not { } difference) left++;
            else if (difference.Length == 0) plain++;
            else differing.Add($"{Path.GetFileName(file)}: {difference}");
        }

        foreach (var line in differing) output.WriteLine(line[..Math.Min(400, line.Length)].ReplaceLineEndings("⏎"));
        output.WriteLine($"{plain} pages read plainly, {left} left to AngleSharp, {differing.Count} differ");
        Assert.Empty(differing);
        Assert.True(plain > left, $"{plain} of {plain + left}");
    }

    [Theory]
    [InlineData("<!doctype html><title>A &amp; B</title><p>eins<p>zwei<ul><li>a<li>b</ul>")]
    [InlineData("<!DOCTYPE html><html lang=vi><head><meta charset=utf-8>\n<noscript><link rel=x></noscript></head>\n<body class='a b'>chữ &#8363; &nbsp;<br>x</body>\n</html>\n")]
    [InlineData("<!doctype html><table><tr><td>a<td>b<tr><th>c</table><table><tbody><tr><td><table><tr><td>d</table></table>")]
    [InlineData("<!doctype html><p><b>đậm<i>nghiêng</p><p>tiếp</i></b> hết")]
    [InlineData("<!doctype html><select><option>1<option selected>2<optgroup label=x><option>3</select><svg viewBox='0 0 1 1'><linearGradient/><title>x</title><path d=1 /></svg>sau")]
    [InlineData("<!doctype html><div a=1 a=2 B=3 c d='' e=&lt;x&amp;y=1&page=2>x<!-- y -->z<!---->w<!-->v<?php ?>u</>t< s</div><dl><dt>a<dd>b<dt>c</dl><h2>x<h3>y</h3>")]
    [InlineData("<!doctype html><script>if (a<b) document.write('<p>')</script><style>a>b{}</style><textarea>\n<b></textarea><pre>\n\nx</pre><form><button>a<button>b</button></form><a href=x>y</a>")]
    [InlineData("chỉ chữ")]
    [InlineData("")]
    [InlineData("  \n <!-- chỉ chú thích -->")]
    public void Ordinary_markup_is_read_without_AngleSharp_and_alike(string html) => Assert.Equal("", Difference(html));

    [Theory]
    [InlineData("<b><p>x</b>y")]
    [InlineData("<table>x<tr><td>y</table>")]
    [InlineData("<a href=1>x<a href=2>y")]
    [InlineData("<template><td>x</template>")]
    [InlineData("<svg><p>x</svg>")]
    [InlineData("x &copy y")]
    [InlineData("<div class=a")]
    [InlineData("<script>x")]
    public void Markup_that_needs_repair_is_left_to_AngleSharp(string html) => Assert.Null(Difference(html));

    [Fact]
    public void Tags_in_any_order_give_AngleSharps_tree_or_none()
    {
        var pieces = Gen.Elements("<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<a href=x>", "</a>", "<li>", "</li>", "<ul>", "</ul>", "<table>", "</table>", "<tr>", "<td>", "</td>", "</tr>", "<tbody>", "<form>", "</form>",
            "<h1>", "</h1>", "<h2>", "<select>", "<option>", "</select>", "<button>", "</button>", "<svg>", "</svg>", "<path/>", "<br>", "<img src=1>", "<span class=c>", "</span>", "<i>", "</i>", "<dd>", "<dt>", "</body>", "</html>",
            "<title>", "</title>", "<head>", "</head>", "<body>", "<noscript>", "</noscript>", "<meta>", "<script>x</script>", "<!-- c -->", "chữ", " ", "\n", "&amp;", "<input>", "<object>", "</object>", "<pre>", "</pre>", "<option>", "<section>", "</section>");
        var pages = Gen.ListOf(pieces).Select(list => "<!doctype html>" + string.Concat(list)).ToArbitrary();
        Prop.ForAll(pages, html => Difference(html) is null or "").Check(Config.QuickThrowOnFailure.WithMaxTest(2_000).WithEndSize(40));
    }

    /// <summary>Empty when the trees are alike, the first difference otherwise; null when the page is left to AngleSharp.</summary>
    private static string? Difference(string text)
    {
        if (PlainMarkup.TryRead(text) is not { } plain) return null;
        using var document = new HtmlParser(new() { MaximumDepth = 400, SkipComments = true, DisableElementPositionTracking = true }).ParseDocument(text);
        var reference = PageDom.Of(document);
        for (var i = 0; i < Math.Min(plain.Count, reference.Count); i++)
        {
            if (Line(plain, i) is var ours && Line(reference, i) is var theirs && !string.Equals(ours, theirs, StringComparison.Ordinal)) return $"entry {i}: {ours} instead of {theirs}";
        }

        for (var i = 0; i < Math.Min(plain.Count, reference.Count); i++)
            if (plain.End(i) != reference.End(i)) return $"entry {i} ends at {plain.End(i)} instead of {reference.End(i)}";
        return plain.Count == reference.Count ? "" : $"{plain.Count} entries instead of {reference.Count}";
    }

    // Attributes of SVG keep their names as written here, in small letters and with their prefix; no layer reads them.
    private static string Line(PageDom dom, int i) =>
        $"{dom.Tag(i)} in {dom.Parent(i)} deep {dom.Depth(i)} hidden {dom.IsHidden(i)} '{dom.OwnText(i)}'"
        + (dom.IsElement(i) ? string.Concat(dom.Attributes(i).Select(pair => (Name: pair.Name.ToLowerInvariant().Replace("xlink:", "", StringComparison.Ordinal), pair.Value)).OrderBy(pair => pair.Name, StringComparer.Ordinal).Select(pair => $" {pair.Name}='{pair.Value}'")) : "");

    private static byte[] Bytes(string file)
    {
        var bytes = File.ReadAllBytes(file);
        if (!file.EndsWith(".gz", StringComparison.Ordinal)) return bytes;
        try
        {
            using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
            using var plain = new MemoryStream();
            gzip.CopyTo(plain);
            return plain.ToArray();
        }
        catch (InvalidDataException)
        {
            // One of the set only pretends to be packed.
            return bytes;
        }
    }
}
