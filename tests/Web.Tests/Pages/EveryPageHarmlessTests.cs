using System.Net;
using System.Text;
using AngleSharp.Html.Parser;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Web.Tests.Hosting;

namespace Ecom389.Monitor.Web.Tests.Pages;

/// <summary>
/// Strangers' words planted wherever they can stand, then every address the site answers is opened as every role: the routes
/// are asked of the site itself, so that a new page is covered the day it is added.
/// </summary>
public sealed class EveryPageHarmlessTests
{
    private const string Trap =
        "<script src=//evil.example/x></script><img src=x onerror=alert(1)><svg onload=alert(2)><style>*{display:none}</style>\"' onmouseover=alert(3) x=<a href=\"javascript:alert(4)\">a</a>\u202Egnp.exe</title></textarea>";

    // Codes, ids and sentences are the rules' own words; markup in them must not run either, but they hide nothing.
    private const string Rules = "<script>alert(6)</script><img src=x onerror=alert(7)>\"'";

    private const int LargestPage = 700_000;

    [Fact]
    public async Task No_page_export_or_answer_obeys_what_a_stranger_wrote()
    {
        await using var site = await TestSite.StartAsync(options => options with { Jobs = new NightJobs(options.Time, Trap) });
        var item = await PlantAsync(site);
        var listing = (await site.Store.Queue.FindAsync(item, default))!;
        var opened = new List<string>();
        foreach (var name in (string[])["minh", "sep", "quan-tri"])
        {
            using var client = new FormClient(site);
            await client.SignInAsync(name);
            foreach (var address in Addresses(site, item, listing))
            {
                using var answer = await client.GetAsync(address);
                Assert.True((int)answer.StatusCode < 500 || address == "/loi/500", $"{name} {address}: {answer.StatusCode}");
                if (answer.StatusCode == HttpStatusCode.OK) opened.Add(address.Split('?')[0]);
                await CheckAsync(address, answer);
            }
        }

        foreach (var page in (string[])["/", "/hang-doi", "/tim", "/phe-duyet", $"/muc/{item}", "/nguoi-dung", "/nhat-ky", "/dung-thu-thap", "/ma-truy-cap", "/lich-chay", "/nguon", "/khieu-nai", "/do-phu", "/ban-giao", $"/muc/{item}/in", $"/muc/{item}/hang-loat", $"/ban-thu/{listing.Snapshot.CaptureId}"]) Assert.Contains(page, opened);
    }

    [Fact]
    public async Task No_answer_of_the_interface_is_a_page_and_its_words_are_kept_as_they_are()
    {
        await using var site = await TestSite.StartAsync();
        var item = await PlantAsync(site);
        using var program = await ApiClient.ForAsync(site, "minh");
        foreach (var path in (string[])["queue", $"items/{item}", "approvals", "search?q=tan+cong", "sources", "runs", "figures", "me"])
        {
            using var answer = await program.GetAsync(path);
            Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        }

        var read = await program.ReadAsync($"items/{item}");
        Assert.Equal(Trap, read.GetProperty("listing").GetProperty("seller").GetProperty("name").GetString());
    }

    private static async Task<Guid> PlantAsync(TestSite site)
    {
        var offer = Offers.Make("tan-cong", "rao-vat", "=tan cong " + Trap, "Mô tả " + Trap, Trap, 1, 0.5, ["counterfeit", Rules],
            new() { Name = Trap, Phone = Trap, Location = Trap, Joined = Trap },
            [new("x", "counterfeit", 1, "description", Trap, Rules), new("y", Rules, 1, null, null, Rules, new(StringComparer.Ordinal) { [Rules] = Rules }, Rules)],
            Offers.Pairs((Trap, Trap)));
        offer = offer with { Record = offer.Record with { Url = "javascript:alert(5)", Brand = Trap } };
        await site.TakeInAsync(offer, TimeSpan.FromMinutes(3));
        var item = (await site.TakeInAsync(offer with { Record = offer.Record with { Description = "khác " + Trap } }, TimeSpan.FromMinutes(2))) ?? (await site.ItemAsync("tan-cong")).Id;
        var million = string.Concat(Enumerable.Repeat("hàng 🔥 ", 140_000));
        await site.TakeInAsync(Offers.Make("dai", "rao-vat", million, million, "1", 1, 0.9, ["counterfeit"], new() { Name = million }, [], Offers.Pairs(("a", million))), TimeSpan.FromMinutes(1));

        var now = site.Clock.GetUtcNow();
        await site.Store.Users.SaveUnitAsync(new("la", Trap, Trap, new(2025, 3, 1), null), Event(now, "unit:la"), default);
        await site.Store.Users.SaveAsync(new("ke-la", Trap, Role.Inspector, "la", "khong"), Event(now, "user:ke-la"), default);
        await site.Store.Users.SaveAsync(new(Trap, Trap, Role.Inspector, "bo", "khong"), Event(now, "user:" + Trap), default);
        await site.Store.Stops.StopAsync(new("rao-vat", Trap, now, Trap), Event(now, "stop:rao-vat"), default);
        await site.Store.Credentials.AddTokenAsync(new(Guid.CreateVersion7(now), "minh", Trap, ApiScopes.Read, now, Trap, now.AddDays(1), now, Trap), "x", Event(now, "user:minh"), default);
        await site.Review.DecideAsync(new((await site.ItemAsync("dai")).Id, DecisionKind.Dismiss, null, Trap), new("lan", Role.Inspector, WellKnownUnits.Ministry), default);
        return item;

        static AuditEvent Event(DateTimeOffset at, string subject) => new(at, "=" + Trap, "=" + Trap, subject, Trap);
    }

    /// <summary>Every route by GET, its places filled in, with and without a search.</summary>
    private static IEnumerable<string> Addresses(TestSite site, Guid item, QueueEntry entry)
    {
        foreach (var (pattern, methods) in site.Endpoints.Where(endpoint => endpoint.Methods.Count == 0 || endpoint.Methods.Contains("GET", StringComparer.Ordinal)).DistinctBy(endpoint => endpoint.Path))
        {
            Assert.NotNull(methods);
            var address = new StringBuilder();
            foreach (var part in pattern.Split('/', StringSplitOptions.RemoveEmptyEntries))
                address.Append('/').Append(part.StartsWith('{') ? Fill(pattern, part, item, entry) : part);
            var path = address.Length == 0 ? "/" : address.ToString();
            yield return path;
            yield return path + "?muc=" + item + "&toan-van=1";
            foreach (var parameter in (string[])["q", "tim", "nguoi", "ve", "loi", "loai", "dang"])
                yield return $"{path}?{parameter}={Uri.EscapeDataString(parameter == "dang" ? "csv" : Trap)}";
        }

        yield return "/tim?q=tan+cong";
        yield return "/hang-doi?tim=tan+cong";
        yield return "/hang-doi?trang-thai=tat-ca";
    }

    private static string Fill(string pattern, string part, Guid item, QueueEntry entry) => part switch
    {
        _ when part.Contains(":int", StringComparison.Ordinal) => "404",
        _ when pattern.StartsWith("/ban-thu", StringComparison.Ordinal) => entry.Snapshot.CaptureId.ToString(),
        _ when part.Contains(":guid", StringComparison.Ordinal) => item.ToString(),
        _ when pattern.StartsWith("/nguoi-dung", StringComparison.Ordinal) => "ke-la",
        _ => Uri.EscapeDataString(Trap),
    };

    private static async Task CheckAsync(string address, HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStringAsync();
        var type = answer.Content.Headers.ContentType?.MediaType;
        if (type == "text/csv")
        {
            Assert.DoesNotMatch("(^|,)\"[=+@\\-\\t]", body);
            return;
        }

        if (type != "text/html") return;
        Assert.Equal(SecurityHeaders.ContentSecurityPolicy, string.Join(",", answer.Headers.GetValues("Content-Security-Policy")));
        Assert.True(body.Length < LargestPage || address.Contains("toan-van", StringComparison.Ordinal), $"{address}: {body.Length} characters");
        using var page = new HtmlParser().ParseDocument(body);
        foreach (var element in page.All)
        {
            var name = element.LocalName;
            Assert.False(name is "iframe" or "object" or "embed" or "base" or "style" or "foreignobject", $"{address}: <{name}>");
            if (name is "script") Assert.StartsWith("/js/", element.GetAttribute("src"), StringComparison.Ordinal);
            // One without an address is given its own when the reader asks for it.
            if (name is "img" && element.HasAttribute("src")) Assert.StartsWith("/", element.GetAttribute("src"), StringComparison.Ordinal);
            foreach (var attribute in element.Attributes)
            {
                Assert.False(attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase) || attribute.Name == "style", $"{address}: <{name} {attribute.Name}>");
                if (attribute.Name is "href" or "src" or "action" or "formaction" or "xlink:href")
                    Assert.Matches("^(/|#|\\?|https?://|$)", attribute.Value.Trim());
            }
        }

        // What turns text round is shown as a label; only in attributes, which are not laid out, and in what the reader typed, may it stand.
        if (address.Contains("%E2%80%AE", StringComparison.Ordinal)) return;
        var visible = Visible(page);
        var turned = visible.IndexOf('\u202E', StringComparison.Ordinal);
        Assert.True(turned < 0, turned < 0 ? "" : $"{address}: … {visible[Math.Max(0, turned - 120)..turned]}");
    }

    private static string Visible(AngleSharp.Dom.IDocument page)
    {
        foreach (var field in page.QuerySelectorAll("textarea, option, title")) field.TextContent = "";
        return page.Body!.TextContent;
    }
}
