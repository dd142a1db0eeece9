using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Extraction.Tests;

/// <summary>What is answered by a short cut is what the long way answers.</summary>
public sealed class ShortCutsTests
{
    [Fact]
    public void Every_letter_folds_as_its_decomposition_says()
    {
        for (var c = 0; c < 0x10000; c++)
        {
            if (char.IsSurrogate((char)c)) continue;
            var text = $"Giá {(char)c}ế{(char)c}Đ";
            Assert.True(string.Equals(Decomposed(text), Vocabulary.Fold(text), StringComparison.Ordinal), $"U+{c:X4}");
        }
    }

    [Fact]
    public void Any_text_folds_as_its_decomposition_says() =>
        Prop.ForAll<string?>(text => string.Equals(Decomposed("ế" + text), Vocabulary.Fold("ế" + text), StringComparison.Ordinal)).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("/p/ao-mua-1")]
    [InlineData("/p/a.html?x=1&y=a,b")]
    [InlineData("/")]
    [InlineData("http://Shop.example/A/b")]
    [InlineData("http://shop.example/A/b")]
    [InlineData("http://shop.example:80/a")]
    [InlineData("http://shop.example.vn/a")]
    [InlineData("http://shop.example:8081/a")]
    [InlineData("https://khac.example/p/1.html?a=b")]
    [InlineData("https://KHAC.example/p")]
    [InlineData("https://khac.example:443/p")]
    [InlineData("http://127.0.0.1:18083/san-pham/p1.html")]
    [InlineData("http://127.1/p")]
    [InlineData("http://www.khac.example/p")]
    [InlineData("http://a@khac.example/p")]
    [InlineData("http://khac.example?x=/p")]
    [InlineData("http://khac.example#x/p")]
    [InlineData("http://khac.example\\x/p")]
    [InlineData("http:///p")]
    [InlineData("http:///a/p")]
    [InlineData("http://a/p")]
    [InlineData("http://xn--bnh-2na.example/p")]
    [InlineData("http://bánh.example/p")]
    [InlineData("http://[::1]/p")]
    [InlineData("http://khac_a.example/p")]
    [InlineData("http://khac.example./p")]
    [InlineData("http://khac%2e.example/p")]
    [InlineData("//cdn.example/a")]
    [InlineData("/a/../b")]
    [InlineData("/a/./b")]
    [InlineData("/a//b")]
    [InlineData("/a%2fb/áo")]
    [InlineData("/a b")]
    [InlineData("/a#b")]
    [InlineData("a/b")]
    [InlineData("?q=1")]
    public void A_reference_leads_where_taking_the_address_apart_says(string reference)
    {
        var page = new Uri("http://shop.example/x/y.html");
        if (new LinkSite(page).Plain(reference) is not { } target) return;
        var apart = new LinkTarget(new Uri(page, reference));
        Assert.Equal((apart.Url, apart.Page, apart.Path, apart.Site), (target.Url, target.Page, target.Path, target.Site));
    }

    [Fact]
    public void References_of_plain_letters_take_the_short_way()
    {
        var site = new LinkSite(new Uri("https://www.shop.example:8443/x"));
        Assert.Equal("https://www.shop.example:8443/p/1.html?a=b", site.Plain("/p/1.html?a=b")?.Url);
        Assert.Equal("shop.example", site.Plain("https://www.shop.example:8443/p/1")?.Site);
        Assert.Equal("khac.example", site.Plain("http://m.khac.example/p/1.html?a=b")?.Site);
        Assert.Equal("127.0.0.1:18083", site.Plain("http://127.0.0.1:18083/p")?.Site);
        foreach (var none in (ReadOnlySpan<string>)["//khac.example/p", "http://", "https://", "http:///", "https:///", "http://a", "https://a"]) Assert.Null(site.Plain(none));
        Assert.Null(site.Plain("/p/../q"));
    }

    [Fact]
    public void A_length_is_what_counting_letter_by_letter_gives()
    {
        var pieces = Gen.Elements("<p>", "</p>", "<div>", "</div>", "<script>x y</script>", "<b>giá  1</b>", " ", "\n\n", "a", "bc d ", "&nbsp;", "<style>p</style>");
        Prop.ForAll(Gen.ArrayOf(pieces).ToArbitrary(), parts =>
        {
            using var dom = PlainMarkup.TryRead("<!doctype html>" + string.Concat(parts));
            if (dom is null) return true;
            for (var i = 0; i < dom.Count; i++)
                foreach (var limit in (ReadOnlySpan<int>)[0, 1, 4, 9, 1000])
                    if (dom.Length(i, limit) != Counted(dom, i, limit)) return false;
            return true;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void References_that_can_be_resolved_are_those_that_are()
    {
        var pieces = Gen.Elements("&", "amp", ";", "#", "x", "8363", "20AB", "nbsp", "copy", "=", " ", "a", "&lt;", "&#0;", "&eacute;");
        Prop.ForAll(Gen.ArrayOf(pieces).ToArbitrary(), parts =>
        {
            var text = string.Concat(parts);
            return CharacterReferences.CanDecode(text, inAttribute: false) == CharacterReferences.Decode(text, inAttribute: false) is not null
                && CharacterReferences.CanDecode(text, inAttribute: true) == CharacterReferences.Decode(text, inAttribute: true) is not null;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Texts_that_share_a_place_in_memory_keep_their_own_answers()
    {
        var remembered = new Remembered<string>(places: 1, longest: 3);
        foreach (var text in (string[])["a", "b", "a", "dài hơn", "b", "b"])
            Assert.Equal(text + "!", remembered.Of(text, "!", static (text, sign) => text + sign));
    }

    [Theory]
    [InlineData("250k", true)]
    [InlineData("90.000 đ", true)]
    [InlineData("1.290.000 VNĐ", true)]
    [InlineData("12,99 €", true)]
    [InlineData("294 元", true)]
    [InlineData("2 triệu", true)]
    [InlineData("D8.5", false)]
    [InlineData("8 dây", false)]
    [InlineData("k 5", false)]
    [InlineData("12/05/2024", false)]
    public void A_currency_is_named_by_sign_or_by_a_word_of_its_own(string text, bool names) => Assert.Equal(names, CurrencyWords.Names(text));

    private static int Counted(PageDom dom, int i, int limit)
    {
        var length = 0;
        for (var c = i; c < dom.End(i) && length <= limit; c++)
        {
            if (dom.IsElement(c))
            {
                if (c > i && dom.IsHidden(c) && !dom.IsHidden(i)) c = dom.End(c) - 1;
                continue;
            }

            var space = true;
            foreach (var ch in dom.OwnText(c)!)
            {
                var isSpace = ch is ' ' or '\n' or '\t' or '\r' or '\f';
                if (!isSpace || !space) length++;
                space = isSpace;
            }
        }

        return length;
    }

    // Unicode's own way: decompose, drop the marks, lower the case.
    private static string Decomposed(string text)
    {
        var folded = new StringBuilder();
        foreach (var c in PageDecoder.Replace(text).Normalize(NormalizationForm.FormD))
        {
            if (char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark) continue;
            folded.Append(c is 'đ' or 'Đ' ? 'd' : c == '\u00A0' ? ' ' : char.ToLowerInvariant(c));
        }

        return folded.ToString();
    }
}
