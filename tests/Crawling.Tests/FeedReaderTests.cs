using System.Text;

namespace Ecom389.Monitor.Crawling.Tests;

public sealed class FeedReaderTests
{
    [Fact]
    public void Entries_of_RSS_are_read_with_link_permalink_and_date()
    {
        const string Rss = """

            <?xml version="1.0" encoding="UTF-8"?>
            <rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Tiệm</title><link>http://tiem.example/</link>
            <item><title>A</title><link>http://tiem.example/sp/1?utm_source=rss</link><pubDate>Sun, 22 Nov 2026 08:00:00 +0700</pubDate></item>
            <item><title>B</title><guid isPermaLink="true">http://tiem.example/sp/2</guid></item>
            <item><title>C</title><guid isPermaLink="false">17</guid></item>
            <item><link>/sp/3</link><description><![CDATA[<p>x</p>]]></description></item>
            </channel></rss>
            """;
        var entries = Read(Rss);
        Assert.Equal(["http://tiem.example/sp/1", "http://tiem.example/sp/2", "http://tiem.example/sp/3"], entries.Select(entry => entry.Url));
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 1, 0, 0, TimeSpan.Zero), entries[0].ChangedAt);
    }

    [Fact]
    public void Entries_of_Atom_are_read_by_their_alternate_link()
    {
        const string Atom = """
            <feed xmlns="http://www.w3.org/2005/Atom"><link href="http://tiem.example/"/>
            <entry><id>urn:1</id><link rel="edit" href="http://tiem.example/edit/1"/><link href="http://tiem.example/sp/1"/><published>2026-11-20T00:00:00Z</published><updated>2026-11-21T00:00:00+07:00</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><link href="x"/>y</div></content></entry>
            <entry><id>http://tiem.example/sp/2</id></entry></feed>
            """;
        var entries = Read(Atom);
        Assert.Equal(["http://tiem.example/sp/1", "http://tiem.example/sp/2"], entries.Select(entry => entry.Url));
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 17, 0, 0, TimeSpan.Zero), entries[0].ChangedAt);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("<html><body>Bảo trì</body></html>", 0)]
    [InlineData("<rss><channel><item><link>http://tiem.example/sp/1</link></item><item><link>http://tiem", 1)]
    [InlineData("<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><rss><channel><item><link>&a;</link></item></channel></rss>", 0)]
    public void A_broken_feed_yields_what_could_be_read(string text, int expected) => Assert.Equal(expected, Read(text).Count);

    private static IReadOnlyList<FeedEntry> Read(string text) => FeedReader.Read(Encoding.UTF8.GetBytes(text), "http://tiem.example/feed");
}
