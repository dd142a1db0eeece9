using System.Text;
using Ecom389.Monitor.Core;
using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Extraction.Tests;

/// <summary>No page makes the extractor throw or hang.</summary>
public sealed class RobustnessTests
{
    [Fact]
    public void Any_text_is_read_without_an_exception()
    {
        var extractor = new PageExtractor();
        Prop.ForAll<string>(text => extractor.Extract(Saved.Page(text ?? "", "https://cho.example/"), null).Listings.Count >= 0).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_bytes_are_read_without_an_exception()
    {
        var extractor = new PageExtractor();
        Prop.ForAll<byte[]>(bytes => extractor.Extract(Saved.Bytes(bytes ?? [], "https://cho.example/", null), null).Listings.Count >= 0).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Json_nested_without_end_is_cut()
    {
        Assert.NotNull(LooseJson.Parse(new string('[', 100_000)));
        Assert.NotNull(LooseJson.Parse(string.Concat(Enumerable.Repeat("{\"a\":", 100_000))));
    }

    [Fact]
    public void Elements_nested_thousands_deep_do_not_overflow_the_stack()
    {
        var html = string.Concat(Enumerable.Repeat("<div itemscope itemprop=a>", 20_000)) + "x";
        Assert.Equal(PageKind.Other, Saved.Extract(html).Kind);
    }

    [Fact]
    public void A_picture_is_no_page()
    {
        var page = new PageExtractor().Extract(Saved.Bytes([0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 74, 70], "https://cho.example/a.jpg", "image/jpeg"), null);
        Assert.Equal(PageKind.Other, page.Kind);
    }

    [Theory]
    [InlineData("windows-1258", "text/html; charset=windows-1258")]
    [InlineData("utf-16", "text/html")]
    [InlineData("utf-8", "text/html; charset=iso-8859-1")]
    public void The_page_is_decoded_by_mark_header_or_validity(string encoding, string contentType)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var target = Encoding.GetEncoding(encoding);
        const string html = "<html lang=vi><title>Đèn bàn</title><h1>Đèn bàn học sinh</h1><p class=price>90.000 đ</p><button>Mua ngay</button>";
        byte[] body = [.. target.GetPreamble(), .. target.GetBytes(html)];
        var listing = Assert.Single(new PageExtractor().Extract(Saved.Bytes(body, "https://cho.example/den-ban-123456.html", contentType), null).Listings);
        Assert.StartsWith("Đèn bàn", listing.Record.Title, StringComparison.Ordinal);
    }
}
