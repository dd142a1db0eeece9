using System.Text.Encodings.Web;
using System.Text.Unicode;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Web.Listings;
using Ecom389.Monitor.Web.Texts;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Html;

namespace Ecom389.Monitor.Web.Tests.Listings;

public sealed class SellerWordsTests
{
    private readonly SellerWords _words = new(HtmlEncoder.Create(UnicodeRanges.All), new SiteText(new RequestLanguage(), TimeProvider.System));

    [Fact]
    public void Markup_becomes_text() =>
        Assert.Equal("&lt;script&gt;alert(1)&lt;/script&gt;", Html(_words.Plain("<script>alert(1)</script>")));

    [Fact]
    public void Vietnamese_letters_stay_letters() => Assert.Equal("Hàng nhái loại một", Html(_words.Plain("Hàng nhái loại một")));

    [Fact]
    public void A_right_to_left_override_is_shown_and_not_obeyed()
    {
        var html = Html(_words.Plain("giá \u202Egnp.exe"));
        Assert.DoesNotContain('\u202E', html);
        Assert.Contains("U+202E", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zero_width_space_inside_a_word_is_shown()
    {
        var html = Html(_words.Plain("f\u200Bake"));
        Assert.Contains(">U+200B</span>ake", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_family_of_emoji_is_left_whole() => Assert.Contains("👨\u200D👩\u200D👧", System.Net.WebUtility.HtmlDecode(Html(_words.Plain("👨\u200D👩\u200D👧 bán"))), StringComparison.Ordinal);

    [Fact]
    public void A_head_never_ends_in_half_an_emoji()
    {
        var html = Html(_words.Head("ab🔥🔥", 3));
        Assert.Equal("ab…", html);
    }

    [Fact]
    public void A_mark_carries_its_number_and_cannot_be_closed_by_the_words()
    {
        const string Text = "</mark><img src=x onerror=alert(1)>";
        var signal = new NumberedSignal(3, new("rule", "r", null, 1, "title", 0, Text.Length, Text, "Nghi vấn", null));
        var html = Html(_words.Marked(TextRuns.Of(Text, "title", [signal])));
        Assert.StartsWith("<mark class=\"hl hl-for\" tabindex=\"0\" data-n=\"3\" aria-describedby=\"s3\" data-s=\"3\">", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
    }

    [Fact]
    public void No_words_ever_open_a_tag_of_their_own() =>
        Prop.ForAll<string>(words =>
        {
            var html = Html(_words.Plain(words));
            return !html.Replace("<span class=\"ctl\" title=\"", "", StringComparison.Ordinal).Replace("</span>", "", StringComparison.Ordinal).Contains('<');
        }).QuickCheckThrowOnFailure();

    private static string Html(IHtmlContent content)
    {
        using var writer = new StringWriter();
        content.WriteTo(writer, HtmlEncoder.Default);
        return writer.ToString();
    }
}
