namespace Ecom389.Monitor.Core.Tests;

public sealed class PageSeriesTests
{
    [Fact]
    public void A_series_by_number_ends_where_no_further_page_is_followed()
    {
        var series = new PageSeries { Url = "https://cho.example/dm?page={page}", MaxPages = 3 };
        Assert.Equal("https://cho.example/dm?page=1", series.FirstUrl());
        Assert.Equal("https://cho.example/dm?page=3", series.NextUrl("https://cho.example/dm?page=2"));
        Assert.Null(series.NextUrl("https://cho.example/dm?page=3"));
        Assert.Null(series.NextUrl("https://cho.example/khac?page=1"));
    }

    [Fact]
    public void A_series_by_offset_grows_by_its_step()
    {
        var series = new PageSeries { Url = "https://api.example/v1?limit=20&o={offset}", First = 0, Step = 20, MaxPages = 3 };
        Assert.Equal("https://api.example/v1?limit=20&o=20", series.NextUrl(series.FirstUrl()));
        Assert.Equal(40, series.ItemsBefore("https://api.example/v1?limit=20&o=40", 20));
        Assert.Null(series.NextUrl("https://api.example/v1?limit=20&o=40"));
    }

    [Fact]
    public void A_series_by_cursor_goes_where_the_page_says_and_never_in_place()
    {
        var series = new PageSeries { Url = "https://cho.example/feed?after={cursor}", Cursor = "$.next" };
        Assert.Equal("https://cho.example/feed?after=", series.FirstUrl());
        Assert.Equal("https://cho.example/feed?after=a%2Fb%3D", series.NextUrl(series.FirstUrl(), "a/b="));
        Assert.Null(series.NextUrl("https://cho.example/feed?after=a%2Fb%3D", "a/b="));
        Assert.Null(series.NextUrl(series.FirstUrl()));
    }

    [Fact]
    public void A_keyword_stays_with_its_pages()
    {
        var series = new PageSeries { Url = "https://cho.example/tim?q={keyword}&p={page}" };
        var first = series.FirstUrl("máy phá sóng & gps");
        Assert.Equal("https://cho.example/tim?q=m%C3%A1y%20ph%C3%A1%20s%C3%B3ng%20%26%20gps&p=1", first);
        Assert.Equal(first.Replace("p=1", "p=2", StringComparison.Ordinal), series.NextUrl(first));
    }
}
