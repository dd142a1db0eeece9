using System.Globalization;
using System.Net;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Extraction.Tests;

/// <summary>What is looked at where it stands on the page gives what cutting it out gives.</summary>
public sealed class SpanShortCutsTests
{
    [Fact]
    public void Every_sign_of_a_currency_is_looked_up()
    {
        for (var c = 0xA0; c < 0x10000; c++)
            if (char.GetUnicodeCategory((char)c) is UnicodeCategory.CurrencySymbol) Assert.True(CurrencyWords.MayBeSign((char)c), $"U+{c:X4}");
    }

    [Fact]
    public void A_text_folds_on_the_stack_as_it_does_by_itself() => Prop.ForAll<string?>(text =>
    {
        Span<char> room = stackalloc char[64];
        var length = Vocabulary.TryFold(text, room);
        return length < 0 || room[..length].SequenceEqual(Decomposed(text ?? ""));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_text_is_composed_as_the_platform_composes_it()
    {
        for (var c = 1; c < 0x10000; c++)
        {
            if (char.IsSurrogate((char)c) || c is 0xFFFE or 0xFFFF) continue;
            var text = $"a{(char)c}e";
            Assert.True(string.Equals(text.Normalize(NormalizationForm.FormC), Composed.FormC(text), StringComparison.Ordinal) && string.Equals(text.Normalize(NormalizationForm.FormKC), Composed.FormKC(text), StringComparison.Ordinal), $"U+{c:X4}");
        }

        var letters = Gen.Elements('a', 'e', 'ế', 'Đ', 'ơ', 'ı', '\u0300', '\u0301', '\u0323', '\u02B0', '\u00BD', '₫', '–', ' ', '\u1100', '\u1161', 'ﬁ');
        Prop.ForAll(Gen.ArrayOf(letters).ToArbitrary(), some =>
        {
            var text = new string(some);
            return string.Equals(text.Normalize(NormalizationForm.FormC), Composed.FormC(text), StringComparison.Ordinal) && string.Equals(text.Normalize(NormalizationForm.FormKC), Composed.FormKC(text), StringComparison.Ordinal);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void Words_before_an_amount_are_the_label_that_the_whole_reading_finds()
    {
        var prices = new Vocabulary().Prices;
        var pieces = Gen.Elements("giá", "gia", "GIÁ BÁN", "giá cũ", "giá gốc", "trả góp", "chỉ", "còn", " ", " ", ":", "(", "₫", "-", "•", "phí", "ship", "price", "was", "rrp", ".", "：", "đ", "定價", "tháng");
        Prop.ForAll(Gen.ArrayOf(pieces).ToArbitrary(), parts =>
        {
            var text = string.Concat(parts);
            return string.Equals(prices.LabelOf(text), prices.LabelOfWhole(text), StringComparison.Ordinal);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void A_path_told_by_its_letters_is_the_one_that_the_address_taken_apart_has()
    {
        var page = new Uri("http://shop.example/x/y.html");
        var site = new LinkSite(page);
        var pieces = Gen.Elements("/", "a", "danh-muc", ".html", "?", "=", "&", "&amp;", "&lt;", "&#47;", "//", "/.", "%2f", "á", " ", "#", "http:", ";", "p1");
        var told = 0;
        Prop.ForAll(Gen.ArrayOf(pieces).ToArbitrary(), parts =>
        {
            var raw = "/" + string.Concat(parts);
            var hasReferences = raw.Contains('&', StringComparison.Ordinal);
            Span<char> room = stackalloc char[64];
            if (!LinkSite.TryPath(raw, hasReferences, room, out var path)) return true;
            told++;
            var decoded = WebUtility.HtmlDecode(raw);
            return site.Plain(decoded) is { } plain && path.SequenceEqual(plain.Path) && string.Equals(plain.Path, new LinkTarget(new Uri(page, decoded)).Path, StringComparison.Ordinal);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(8));
        Assert.True(told > 0);
    }

    [Fact]
    public void Elements_found_by_their_chain_are_those_a_walk_over_the_page_finds()
    {
        var pieces = Gen.Elements("<p>", "</p>", "<a href=x>", "</a>", "<area>", "<h1>", "</h1>", "<script>x</script>", "<svg><path/></svg>", "<my-tag>", "</my-tag>", "<b>", "</b>", "chữ", "<img>");
        Prop.ForAll(Gen.ArrayOf(pieces).ToArbitrary(), parts =>
        {
            using var dom = PlainMarkup.TryRead("<!doctype html>" + string.Concat(parts));
            if (dom is null) return true;
            foreach (var (tag, other) in (ReadOnlySpan<(string, string)>)[("a", "area"), ("html", "h1"), ("script", "my-tag"), ("b", "path"), ("none", "img")])
            {
                var found = new List<int>();
                foreach (var i in dom.All(tag, other)) found.Add(i);
                if (!found.SequenceEqual(Enumerable.Range(0, dom.Count).Where(i => dom.Is(i, tag) || dom.Is(i, other)))) return false;
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void Bytes_read_into_a_borrowed_array_are_the_text_they_decode_to() => Prop.ForAll(Gen.Elements<byte[]>([0xC3, 0xA1], [0xED, 0xA0, 0x80], [0], [0xEF, 0xBF, 0xBE], [0xF0, 0x9F, 0x98, 0x80], [0x80], [(byte)'a'], [0xE1, 0xBA], [0xEF, 0xBB, 0xBF]).ArrayOf().ToArbitrary(), parts =>
    {
        byte[] body = [.. parts.SelectMany(part => part)];
        foreach (var type in (ReadOnlySpan<string?>)[null, "text/html; charset=utf-8", "text/html; charset=windows-1258"])
        {
            using var text = PageDecoder.Read(body, type);
            if (!string.Equals(text.ToString(), PageDecoder.Decode(body, type).Text, StringComparison.Ordinal)) return false;
        }

        return true;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static string Decomposed(string text)
    {
        var folded = new StringBuilder();
        foreach (var c in PageDecoder.Replace(text).Normalize(NormalizationForm.FormD))
            if (char.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark) folded.Append(c is 'đ' or 'Đ' ? 'd' : c == '\u00A0' ? ' ' : char.ToLowerInvariant(c));
        return folded.ToString();
    }
}
