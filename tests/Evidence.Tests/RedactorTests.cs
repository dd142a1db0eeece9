using System.Text;
using Ecom389.Monitor.Core;
using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Evidence.Tests;

public sealed class RedactorTests
{
    private const string Name = "Cán Bộ Lan";
    private static readonly RedactionList List = new() { Cookies = ["sid"], Headers = ["X-Auth"], Tokens = ["csrf"], Texts = [Name] };

    [Theory]
    [InlineData("<p>Xin chào Cán Bộ Lan!</p>", "<p>Xin chào [redacted]!</p>", "text:1")]
    [InlineData("{\"user\":\"C\\u00e1n B\\u1ed9 Lan\"}", "{\"user\":\"[redacted]\"}", "text:1")]
    [InlineData("<a href='/u?n=C%C3%A1n%20B%E1%BB%99%20Lan'>", "<a href='/u?n=[redacted]'>", "text:1")]
    [InlineData("<b>C&#225;n B&#7897; Lan</b>", "<b>[redacted]</b>", "text:1")]
    [InlineData("<a href=\"/x?csrf=9f8e&a=1\">", "<a href=\"/x?csrf=[redacted]&a=1\">", "token:csrf")]
    [InlineData("{\"csrf\" : \"9f8e\", \"gia\": \"1tr2\"}", "{\"csrf\" : \"[redacted]\", \"gia\": \"1tr2\"}", "token:csrf")]
    [InlineData("x = '{\\\"csrf\\\":\\\"9f8e\\\"}'", "x = '{\\\"csrf\\\":\\\"[redacted]\\\"}'", "token:csrf")]
    [InlineData("<input type=hidden name=\"csrf\" value=\"9f8e\">", "<input type=hidden name=\"csrf\" value=\"[redacted]\">", "token:csrf")]
    [InlineData("<input value='9f8e' name='csrf'>", "<input value='[redacted]' name='csrf'>", "token:csrf")]
    [InlineData("<meta name=\"csrf\" content=\"9f8e\">", "<meta name=\"csrf\" content=\"[redacted]\">", "token:csrf")]
    public void A_body_loses_what_is_listed_and_nothing_else(string body, string kept, string what)
    {
        var capture = new Redactor(List).Apply(Samples.Compressed(Samples.Page("http://cho.example/", body)));
        Assert.Equal(kept, Encoding.UTF8.GetString(capture.Body.Span));
        Assert.Equal(ContentHash.Of(capture.Body.Span), capture.BodySha256);
        Assert.Null(capture.WireBody);
        Assert.Contains(new Redaction(what, "body", 1), capture.Redactions);
    }

    [Fact]
    public void Cookies_headers_and_addresses_lose_what_is_listed()
    {
        var capture = new Redactor(List).Apply(Samples.Page("http://cho.example/x?csrf=1234&a=1", "<p>sạch</p>") with
        {
            RequestHeaders = [new("Cookie", "theme=dark; sid=bi-mat"), new("X-Auth", "bi-mat"), new("Referer", "http://cho.example/?csrf=bi-mat")],
            ResponseHeaders = [new("Set-Cookie", "sid=bi-mat; Path=/; HttpOnly"), new("Set-Cookie", "theme=dark")],
        });
        Assert.Equal("http://cho.example/x?csrf=redacted&a=1", capture.Url);
        Assert.Equal(["theme=dark; sid=[redacted]", "[redacted]", "http://cho.example/?csrf=[redacted]"], capture.RequestHeaders.Select(field => field.Value));
        Assert.Equal(["sid=[redacted]; Path=/; HttpOnly", "theme=dark"], capture.ResponseHeaders.Select(field => field.Value));
        Assert.Contains(new Redaction("cookie:sid", "request", 1), capture.Redactions);
        Assert.Contains(new Redaction("cookie:sid", "response", 1), capture.Redactions);
        Assert.Contains(new Redaction("header:X-Auth", "request", 1), capture.Redactions);
        Assert.Contains(new Redaction("token:csrf", "url", 2), capture.Redactions);
    }

    [Fact]
    public async Task What_was_redacted_is_recorded_and_its_value_is_nowhere_in_the_archive()
    {
        using var folder = new TestFolder();
        var secret = Samples.Rich("http://cho.example/1", $"<p>{Name}</p><input name=csrf value=9f8e7d>") with
        {
            RequestHeaders = [new("Cookie", "sid=9f8e7d")],
            SubResources = [new("http://cho.example/api?csrf=9f8e7d", 200, "application/json", Encoding.UTF8.GetBytes($"{{\"name\":\"{Name}\",\"csrf\":\"9f8e7d\"}}"))],
        };
        ArchiveLocation place;
        await using (var archive = new WarcArchive(folder.Path, "Ban Chỉ đạo 389", TimeProvider.System)) place = await archive.AppendAsync(new Redactor(List).Apply(secret), default);
        var entries = Samples.Read(folder.Of(place.File));
        foreach (var entry in entries)
        {
            var whole = string.Join('\n', entry.Fields) + Encoding.UTF8.GetString(entry.Block.Span);
            Assert.DoesNotContain("9f8e7d", whole, StringComparison.Ordinal);
            Assert.DoesNotContain(Name, whole, StringComparison.Ordinal);
            Assert.True(entry.IsSound);
        }

        var facts = CaptureFacts.Of(entries[^1])!;
        Assert.Contains(new Redaction("text:1", "body", 1), facts.Redactions!);
        Assert.Contains(new Redaction("text:1", "subresource", 1), facts.Redactions!);
        Assert.Contains("redacted", facts.Reconstructed!);
    }

    [Fact]
    public void Bytes_without_anything_listed_stay_the_same_capture()
    {
        var redactor = new Redactor(List);
        Prop.ForAll<byte[]>(bytes =>
        {
            var capture = Samples.Page("http://cho.example/", bytes);
            return ReferenceEquals(redactor.Apply(capture), capture);
        }).QuickCheckThrowOnFailure();
    }
}
