using Ecom389.Monitor.Web.Listings;

namespace Ecom389.Monitor.Web.Tests.Listings;

public sealed class OutsideLinkTests
{
    [Theory]
    [InlineData("https://shop.example/p/1", "https://shop.example/p/1")]
    [InlineData("http://shop.example/a b", "http://shop.example/a%20b")]
    public void Plain_web_addresses_become_links(string url, string link) => Assert.Equal(link, OutsideLink.Safe(url));

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData(" JaVaScRiPt:alert(1)")]
    [InlineData("data:text/html,<script>alert(1)</script>")]
    [InlineData("vbscript:x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://bank.example@evil.example/")]
    [InlineData("//evil.example/x")]
    [InlineData("/relative")]
    [InlineData("")]
    [InlineData(null)]
    public void Anything_else_stays_text(string? url) => Assert.Null(OutsideLink.Safe(url));
}
