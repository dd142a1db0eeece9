using System.Text;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling.Tests;

/// <summary>Sources read through a session that a person handed over.</summary>
public sealed class SessionTests : IDisposable
{
    private const string Secret = "bi-mat-389";
    private const string Cookies = "# Netscape HTTP Cookie File\nshop.example\tFALSE\t/\tFALSE\t0\tphien\t" + Secret + "\n#HttpOnly_.khac.example\tTRUE\t/\tTRUE\t1\tk\tv\n";

    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("ecom389-session").FullName, "secrets");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    [Theory]
    [InlineData(Cookies)]
    [InlineData("""{"cookies": [{"name": "phien", "value": "bi-mat-389", "domain": "shop.example", "path": "/", "expires": -1, "httpOnly": true, "secure": false, "sameSite": "Lax"}, {"name": "k", "value": "v", "domain": ".khac.example"}], "origins": []}""")]
    [InlineData("""[{"name": "phien", "value": "bi-mat-389", "domain": "shop.example", "session": true}, {"name": "k", "value": "v", "domain": ".khac.example", "expirationDate": 1.5, "sameSite": "no_restriction"}]""")]
    public void A_session_is_read_in_every_form_browsers_export(string text)
    {
        var session = SessionReader.Read(Encoding.UTF8.GetBytes(text), "phien.txt");
        Assert.Equal(["phien", "k"], session.Cookies.Select(cookie => cookie.Name));
        Assert.Equal(Secret, session.Cookies[0].Value);
        Assert.Equal($"phien={Secret}", session.Jar().GetCookieHeader(new Uri("http://shop.example/x")));
        Assert.DoesNotContain(Secret, $"{session} {session.Cookies[0]}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{\"cookies\": [")]
    [InlineData("phien=bi-mat-389")]
    public void What_is_no_session_is_refused_without_quoting_it(string text)
    {
        var fault = Assert.Throws<InvalidInputException>(() => SessionReader.Read(Encoding.UTF8.GetBytes(text), "phien.txt"));
        Assert.DoesNotContain(Secret, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stored_session_is_readable_by_its_owner_alone()
    {
        var store = new SessionStore(_folder);
        await store.SaveAsync("shop", Session(), CancellationToken.None);
        await store.SaveAsync("shop", Session(), CancellationToken.None);
        Assert.Equal(Secret, store.Find("shop")!.Cookies[0].Value);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, "shop.json")));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder));
        }

        Assert.True(store.Forget("shop"));
        Assert.Null(store.Find("shop"));
    }

    [Fact]
    public async Task A_source_is_read_with_its_session_and_its_capture_knows_nothing_of_it()
    {
        await using var server = Shop();
        var (summary, captures) = await ScanAsync(server, Session());
        Assert.Equal((ScanOutcome.Completed, 2), (summary.Outcome, summary.Pages));
        Assert.All(server.Requests.Where(request => request.Path is not "/robots.txt"), request => Assert.Equal($"phien={Secret}", request.Headers["Cookie"]));
        Assert.All(captures, capture => Assert.DoesNotContain(capture.RequestHeaders, field => field.Value.Contains(Secret, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_logged_out_session_pauses_the_source_and_nothing_is_lost()
    {
        await using var server = Shop();
        var (summary, captures) = await ScanAsync(server, Session() with { Cookies = [new("phien", "cu", "shop.example", "/", -1, true, false, "Lax")] });
        Assert.Equal((ScanOutcome.Paused, "logged-out"), (summary.Outcome, summary.Code));
        Assert.Contains("Đăng nhập để xem", summary.Message, StringComparison.Ordinal);
        Assert.Equal(1, summary.Pending);
        Assert.Empty(captures);
    }

    [Fact]
    public async Task Without_a_session_or_with_one_that_has_ended_the_source_is_paused_before_a_request()
    {
        await using var server = Shop();
        var (none, _) = await ScanAsync(server, null);
        Assert.Equal((ScanOutcome.Paused, "no-session"), (none.Outcome, none.Code));
        Assert.Contains("sources session shop import", none.Message, StringComparison.Ordinal);
        var (ended, _) = await ScanAsync(server, Session() with { Cookies = [new("phien", Secret, "shop.example", "/", 1, true, false, "Lax")] });
        Assert.Equal((ScanOutcome.Paused, "session-expired"), (ended.Outcome, ended.Code));
        Assert.Empty(server.Requests);
    }

    [ChromiumFact]
    public async Task A_browser_source_is_rendered_with_its_session()
    {
        await using var server = Shop();
        var (summary, captures) = await ScanAsync(server, Session(), RenderMode.Browser);
        Assert.Equal((ScanOutcome.Completed, 2), (summary.Outcome, summary.Pages));
        Assert.All(captures, capture => Assert.DoesNotContain(capture.RequestHeaders, field => field.Value.Contains(Secret, StringComparison.Ordinal)));
    }

    private static StoredSession Session() => SessionReader.Read(Encoding.UTF8.GetBytes(Cookies), "phien.txt");

    private static LoopbackServer Shop() => new((request, stream, cancellationToken) => request.Path is "/robots.txt"
        ? LoopbackServer.RespondAsync(stream, 404, "", cancellationToken)
        : request.Headers.GetValueOrDefault("Cookie", "").Contains(Secret, StringComparison.Ordinal)
            ? LoopbackServer.RespondAsync(stream, 200, "<h1 data-listing>Tin trong nhóm kín</h1><a href=\"/2\">x</a>", cancellationToken)
            : LoopbackServer.RespondAsync(stream, 200, "<p>Vui lòng Đăng nhập để xem nội dung</p>", cancellationToken));

    private static async Task<(SourceSummary Summary, IReadOnlyList<Core.Capture> Captures)> ScanAsync(LoopbackServer server, StoredSession? session, RenderMode render = RenderMode.Http)
    {
        var frontier = new MemoryFrontier(TimeProvider.System);
        var handler = new LinkFollower(frontier);
        var source = Sources.Shop() with { Render = render, Session = new SessionRules { LoggedOutTexts = ["Đăng nhập để xem"] } };
        await using var engine = new ScanEngine(Sources.Options((Sources.Host, server)) with { Sessions = _ => session });
        var summary = await engine.RunAsync([source], frontier, handler, null, CancellationToken.None);
        return (summary.Sources[0], [.. handler.Captures]);
    }
}
