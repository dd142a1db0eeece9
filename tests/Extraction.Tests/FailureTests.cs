using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Extraction.Tests;

/// <summary>A page that cannot be read yields nothing, and somebody hears of it.</summary>
public sealed class FailureTests
{
    [Fact]
    public void A_layer_that_fails_is_told_of_and_the_page_is_empty()
    {
        var heard = new List<ExtractionFailure>();
        var broken = Saved.Source() with { Selectors = null! };
        var capture = Saved.Page("<h1>Loa</h1>");
        var page = new PageExtractor(new() { OnFailure = heard.Add }).Extract(capture, broken);
        Assert.Equal(PageKind.Other, page.Kind);
        Assert.Empty(page.Listings);
        var failure = Assert.Single(heard);
        Assert.Equal(capture.Url, failure.Url);
        Assert.Equal(capture.Id, failure.CaptureId);
        Assert.IsType<NullReferenceException>(failure.Error);
    }

    [Fact]
    public void A_page_with_a_letter_that_is_none_is_read()
    {
        var html = "<!doctype html><html lang=vi><h1>Tai nghe \uFFFE X1</h1><p class=price>250.000đ</p><button>Mua ngay</button>";
        var failures = new List<ExtractionFailure>();
        var read = new PageExtractor(new() { OnFailure = failures.Add }).Extract(Saved.Page(html), null);
        Assert.Empty(failures);
        Assert.Equal(250_000, Assert.Single(read.Listings).Record.PriceVnd);
    }

    [Fact]
    public void A_page_whose_tree_takes_too_long_is_told_of()
    {
        var heard = new List<ExtractionFailure>();
        var page = new PageExtractor(new() { OnFailure = heard.Add, ParseTimeout = TimeSpan.Zero }).Extract(Saved.Page("<b><h1>Loa</b></h1>"), null);
        Assert.Equal(PageKind.Other, page.Kind);
        Assert.Null(Assert.Single(heard).Error);
    }

    [Fact]
    public void Without_a_hook_a_failure_still_does_not_throw() =>
        Assert.Empty(new PageExtractor().Extract(Saved.Page("<h1>Loa</h1>"), Saved.Source() with { Selectors = null! }).Listings);
}
